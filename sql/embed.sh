#!/bin/sh
# Writes the migrations as a C table (journal/migrate.h):  embed.sh 001_journal.sql … > migrations.c
# The text is copied byte by byte, so that its digest is the file's (sha256sum).
set -eu

echo '#include "journal/migrate.h"'
echo
for file; do
    name=$(basename "$file" .sql)
    printf 'static const char sql_%s[] = {' "$name"
    od -An -v -tu1 "$file" | sed 's/  *\([0-9][0-9]*\)/\1,/g'
    echo '0};'
done
echo
echo 'const struct migration migrations[] = {'
for file; do
    name=$(basename "$file" .sql)
    number=$(echo "$name" | sed 's/^0*\([0-9][0-9]*\)_.*/\1/')
    printf '    {%s, "%s", {sql_%s, sizeof(sql_%s) - 1}},\n' "$number" "$name" "$name" "$name"
done
echo '};'
echo 'const size_t migrations_count = sizeof(migrations) / sizeof(migrations[0]);'
