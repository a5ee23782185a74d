/*
 * A plain main() for the fuzz targets: feeds each file of the given directories to the target once,
 * and each file's beginnings too, so that every input is also seen cut off. Ends by a crash, or
 * with "N passed, 0 failed".
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* So many cuts of each file at most: a long file is cut at fewer places. */
#define CUTS 64

static char *read_file(const char *path, size_t *ret_size)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *data = NULL;
    size_t size = 0, n;
    char block[4096];
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        char *grown = realloc(data, size + n);
        if (!grown)
            abort();
        data = grown;
        memcpy(data + size, block, n);
        size += n;
    }
    fclose(f);
    *ret_size = size;
    return data ? data : calloc(1, 1);
}

/* A block of exactly that size, so that a read after its end is found. */
static void feed(const char *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        abort();
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static int run_directory(const char *name)
{
    struct dirent **entries;
    int n = scandir(name, &entries, NULL, alphasort);
    if (n < 0) {
        perror(name);
        return -1;
    }
    int fed = 0;
    for (int i = 0; i < n; i++) {
        char *path = NULL, *data = NULL;
        size_t size = 0;
        if (entries[i]->d_name[0] != '.' && asprintf(&path, "%s/%s", name, entries[i]->d_name) > 0)
            data = read_file(path, &size);
        if (data) {
            feed(data, size);
            size_t step = size / CUTS + 1;
            for (size_t cut = 0; cut < size; cut += step)
                feed(data, cut);
            fed++;
        }
        free(data);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return fed;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = argc < 2;
    for (int i = 1; i < argc; i++) {
        int fed = run_directory(argv[i]);
        if (fed > 0)
            passed += fed;
        else
            failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
