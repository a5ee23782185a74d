#include "office/log/kinds.h"

#include "base/name_index.h"

#define PAGE(stage_, state_, push_)                                                                \
    .topic = TOPIC_PAGE, .stage = stage_, .state = state_, .push = push_
#define NOTICE(stage_, state_) .topic = TOPIC_NOTICE, .stage = stage_, .state = state_
#define RECEIPT(report_, push_)                                                                    \
    .topic = TOPIC_GATEWAY, .stage = STAGE_RECEIPT, .report = report_, .push = push_
#define REPLY(...) .reply = {__VA_ARGS__}
#define FIELDS(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__, FIELD_COUNT                                                                   \
    }
#define NO_FIELDS                                                                                  \
    {                                                                                              \
        FIELD_COUNT                                                                                \
    }
#define BY true
#define WITH_TEXT true

const struct kind kind_table[ENTRY_KIND_COUNT] = {
    [ENTRY_REPORT] = {"report", TOPIC_INCIDENT,
                      REPLY("logged", false,
                            FIELDS(FIELD_CHAIN, FIELD_ACKED, FIELD_OCCURRED, FIELD_LEARNED))},
    [ENTRY_SET] = {"set", TOPIC_INCIDENT,
                   REPLY("set", false,
                         FIELDS(FIELD_CHAIN, FIELD_OCCURRED, FIELD_LEARNED, FIELD_CORRECTS))},
    [ENTRY_NOTE] = {"note", TOPIC_INCIDENT, REPLY("noted", false, FIELDS(FIELD_CORRECTS))},
    [ENTRY_ACK] = {"ack", TOPIC_INCIDENT, REPLY("acked", BY, NO_FIELDS)},
    [ENTRY_DECLINE] = {"decline", TOPIC_INCIDENT, REPLY("declined", BY, NO_FIELDS)},
    [ENTRY_ESCALATE] = {"escalate", TOPIC_INCIDENT, REPLY("escalated", false, NO_FIELDS)},
    [ENTRY_GRADE] = {"grade", TOPIC_INCIDENT,
                     REPLY("graded", false, FIELDS(FIELD_GRADE, FIELD_CHAIN, FIELD_ACKED))},
    [ENTRY_CLOSE] = {"close", TOPIC_INCIDENT, REPLY("closed", false, FIELDS(FIELD_AS))},
    [ENTRY_REOPEN] = {"reopen", TOPIC_INCIDENT,
                      REPLY("reopened", false, FIELDS(FIELD_CHAIN, FIELD_ACKED))},
    [ENTRY_MERGE] = {"merge", TOPIC_INCIDENT, REPLY("merged", false, FIELDS(FIELD_OTHER))},

    [ENTRY_STEP] = {"step", TOPIC_INCIDENT},
    [ENTRY_IDLE] = {"idle", TOPIC_INCIDENT},
    [ENTRY_PASSED] = {"passed", TOPIC_INCIDENT},
    [ENTRY_PAGE] = {"page", PAGE(STAGE_QUEUED, PAGE_QUEUED, "queued")},
    [ENTRY_PAGE_SENT] = {"page-sent", PAGE(STAGE_OUTCOME, PAGE_SENT, "sent")},
    [ENTRY_PAGE_DEFERRED] = {"page-deferred", PAGE(STAGE_WAITS, PAGE_DEFERRED, "deferred")},
    [ENTRY_PAGE_FAILED] = {"page-failed", PAGE(STAGE_OUTCOME, PAGE_FAILED, "failed")},
    [ENTRY_PAGE_DROPPED] = {"page-dropped", PAGE(STAGE_OUTCOME, PAGE_DROPPED, "dropped")},
    [ENTRY_PAGE_BUNDLED] = {"page-bundled", PAGE(STAGE_OUTCOME, PAGE_SENT, "bundled")},
    [ENTRY_PAGE_HELD] = {"page-held", PAGE(STAGE_WAITS, PAGE_HELD, "held")},

    [ENTRY_LOG] = {"log", TOPIC_OFFICE, REPLY("logged", false, NO_FIELDS)},
    [ENTRY_LOGIN] = {"login", TOPIC_OFFICE},
    [ENTRY_LOGIN_FAILED] = {"login-failed", TOPIC_OFFICE},
    [ENTRY_CONFIG] = {"config", TOPIC_OFFICE},
    [ENTRY_START] = {"start", TOPIC_OFFICE},
    [ENTRY_STOP] = {"stop", TOPIC_OFFICE},
    [ENTRY_CLOCK_STEP] = {"clock-step", TOPIC_OFFICE},
    [ENTRY_DATABASE_LOST] = {"database-lost", TOPIC_OFFICE},
    [ENTRY_DATABASE_FOUND] = {"database-found", TOPIC_OFFICE},
    [ENTRY_HELD_UP] = {"held-up", TOPIC_OFFICE},
    [ENTRY_HOOK_DOWN] = {"hook-down", TOPIC_OFFICE},
    [ENTRY_HOOK_UP] = {"hook-up", TOPIC_OFFICE},

    [ENTRY_ON] = {"on", TOPIC_PRESENCE, REPLY("on", BY, FIELDS(FIELD_DUTY, FIELD_STANDIN))},
    [ENTRY_OFF] = {"off", TOPIC_PRESENCE, REPLY("off", BY, FIELDS(FIELD_DUTY))},
    [ENTRY_HANDOVER] = {"handover", TOPIC_PRESENCE,
                        REPLY("offered", false, FIELDS(FIELD_DUTY, FIELD_IN), WITH_TEXT)},
    [ENTRY_TAKE] = {"take", TOPIC_PRESENCE,
                    REPLY("taken", BY, FIELDS(FIELD_DUTY, FIELD_OUT, FIELD_STANDIN), WITH_TEXT)},
    [ENTRY_REFUSE] = {"refuse", TOPIC_PRESENCE,
                      REPLY("refused", BY, FIELDS(FIELD_DUTY, FIELD_OUT))},
    [ENTRY_RELIEVE] = {"relieve", TOPIC_PRESENCE,
                       REPLY("relieved", false,
                             FIELDS(FIELD_DUTY, FIELD_IN, FIELD_SINCE, FIELD_UNTIL))},
    [ENTRY_RELIEF_VOID] = {"relief-void", TOPIC_PRESENCE},
    [ENTRY_WATCH] = {"watch", TOPIC_PRESENCE},
    [ENTRY_ABSENCE] = {"absence", TOPIC_PRESENCE},
    [ENTRY_STAYS] = {"stays", TOPIC_PRESENCE},
    [ENTRY_ROLLCALL] = {"rollcall", TOPIC_PRESENCE,
                        REPLY("asked", false, FIELDS(FIELD_DUTY, FIELD_WHOM))},
    [ENTRY_ROLLCALL_PLAN] = {"rollcall-plan", TOPIC_PRESENCE},
    [ENTRY_HERE] = {"here", TOPIC_PRESENCE, REPLY("here", BY, FIELDS(FIELD_DUTY, FIELD_OUTCOME))},
    [ENTRY_STANDING] = {"standing", TOPIC_OFFICE,
                        REPLY("standing", false, FIELDS(FIELD_UNTIL, FIELD_OF))},
    [ENTRY_REMINDED] = {"reminded", TOPIC_OFFICE},

    [ENTRY_NOTICE] = {"notice", NOTICE(STAGE_QUEUED, PAGE_QUEUED)},
    [ENTRY_NOTICE_SENT] = {"notice-sent", NOTICE(STAGE_OUTCOME, PAGE_SENT)},
    [ENTRY_NOTICE_DEFERRED] = {"notice-deferred", NOTICE(STAGE_WAITS, PAGE_DEFERRED)},
    [ENTRY_NOTICE_FAILED] = {"notice-failed", NOTICE(STAGE_OUTCOME, PAGE_FAILED)},
    [ENTRY_NOTICE_DROPPED] = {"notice-dropped", NOTICE(STAGE_OUTCOME, PAGE_DROPPED)},

    [ENTRY_RECEIVED] = {"received", TOPIC_GATEWAY, REPLY("received", false, FIELDS(FIELD_PERSON))},
    [ENTRY_PAGE_TRANSMITTED] = {"page-transmitted", RECEIPT(REPORT_SENT, "transmitted"),
                                REPLY("sent", false, FIELDS(FIELD_PAGE, FIELD_PERSON))},
    [ENTRY_PAGE_DELIVERED] = {"page-delivered", RECEIPT(REPORT_DELIVERED, "delivered"),
                              REPLY("delivered", false, FIELDS(FIELD_PAGE, FIELD_PERSON))},
    [ENTRY_PAGE_UNDELIVERED] = {"page-undelivered", RECEIPT(REPORT_FAILED, "undelivered"),
                                REPLY("failed", false, FIELDS(FIELD_PAGE, FIELD_PERSON))},

    [ENTRY_AUDIT] = {"audit", TOPIC_INCIDENT},
    [ENTRY_SELFTEST] = {"selftest", TOPIC_OFFICE},
    [ENTRY_HEARTBEAT] = {"heartbeat", TOPIC_OFFICE},
    [ENTRY_CHECKPOINT] = {"checkpoint", TOPIC_OFFICE},
};

const char *entry_kind_to_string(enum entry_kind kind)
{
    return kind_table[kind].name;
}

static const char *name_of(unsigned kind)
{
    return kind_table[kind].name;
}

bool entry_kind_from_slice(struct slice s, enum entry_kind *ret_kind)
{
    static struct name_index index = {.name = name_of, .n = ENTRY_KIND_COUNT};
    unsigned number;

    if (!name_index_find(&index, s, &number))
        return false;
    *ret_kind = (enum entry_kind)number;
    return true;
}

bool entry_kind_says_facts(enum entry_kind kind)
{
    return kind == ENTRY_REPORT || kind == ENTRY_SET || kind == ENTRY_GRADE;
}

bool entry_kind_is_notice(enum entry_kind kind)
{
    return kind_table[kind].topic == TOPIC_NOTICE;
}

bool entry_kind_is_receipt(enum entry_kind kind)
{
    return kind_table[kind].stage == STAGE_RECEIPT;
}

bool entry_kind_is_page_result(enum entry_kind kind)
{
    return kind_table[kind].topic == TOPIC_PAGE && kind_table[kind].stage != STAGE_QUEUED;
}

bool entry_kind_is_page_outcome(enum entry_kind kind)
{
    return kind_table[kind].topic == TOPIC_PAGE && kind_table[kind].stage == STAGE_OUTCOME;
}
