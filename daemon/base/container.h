#pragma once
/*
 * From a member to the structure it is embedded in:
 *     struct incident *i = container_of(node, struct incident, wake);
 * The member's type is checked. For a pointer to const name a const structure.
 */
#include <stddef.h>
#include <stdint.h>

#define container_of(pointer, type, member)                                                        \
    ((type *)(void *)((char *)(uintptr_t)(pointer)-offsetof(type, member) +                        \
                      0 * sizeof((pointer) == &((type *)0)->member)))
