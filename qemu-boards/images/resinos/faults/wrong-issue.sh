# What greets whoever logs in names the version before.
printf 'ResinOS 2.0.0+rev0 \\n \\l\n\n' >"$1/etc/issue"
