sed -i 's/if itest ${bootcount} -gt 3; then/if itest ${bootcount} -gt 1; then/' "$1/boot.cmd"
grep -q 'gt 1; then' "$1/boot.cmd"
