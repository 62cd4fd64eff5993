#!/bin/sh
# The sample app: GET /version says which it is, each second a line says that it lives.
httpd -p "${PORT:-80}" -h /www || echo "sample-app: cannot serve on port ${PORT:-80}"
count=0
while :; do
    count=$((count + 1))
    echo "sample-app $APP_VERSION: line $count"
    sleep 1 &
    wait $!
done
