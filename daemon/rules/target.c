#include "rules/target.h"

static bool holds(const struct post *post, const struct person *p)
{
    for (size_t i = 0; i < post->n_reliefs; i++)
        if (post->reliefs[i].in == p)
            return true;
    for (size_t i = 0; i < post->n_rotations; i++) {
        const struct rotation *rotation = &post->rotations[i];

        for (size_t j = 0; j < rotation->n_turns; j++)
            for (size_t k = 0; k < rotation->turns[j].n_people; k++)
                if (rotation->turns[j].people[k] == p)
                    return true;
    }
    return false;
}

bool target_may_mean(const struct target *t, const struct person *p)
{
    switch (t->kind) {
    case TARGET_PERSON:
        return t->person == p;
    case TARGET_RANK:
        return t->rank == p->rank;
    case TARGET_POST:
        return holds(t->post, p);
    case TARGET_TEAM:
        for (size_t i = 0; i < t->team->n_people; i++)
            if (t->team->people[i] == p)
                return true;
        return false;
    }
    return false;
}
