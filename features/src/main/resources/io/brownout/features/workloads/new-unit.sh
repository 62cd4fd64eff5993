# Goes on with its log, and installs something where nothing was.
report log "result=$(result put A 0 1 ,fsync)"
report installed "result=$(result put A 2048 1 ,fsync)"
report log "result=$(result put B 0 1 ,fsync)"
