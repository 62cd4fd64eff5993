file=$1/device/update.sh
sed -i 's|^    open_slot .. return 1$|    mv "$DATA/user" "$DATA/user.kept"; sync -f "$DATA"\n&|' "$file"
sed -i 's|^        && step boot-files |        \&\& step put-back \&\& mv "$DATA/user.kept" "$DATA/user" \&\& sync -f "$DATA" \\\n&|' "$file"
grep -q put-back "$file" && grep -q 'user.kept"; sync' "$file"
