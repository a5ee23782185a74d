#include "rules/time_words.h"

#include <string.h>

#define DAY(words, offset)                                                                         \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_DAY, .day = (offset)                                    \
    }
#define DAY_AND(words, offset, which)                                                              \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_DAY, .day = (offset), .part = DAY_PART_##which          \
    }
#define PART(words, which)                                                                         \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_PART, .part = DAY_PART_##which                          \
    }
#define CLOCK(words, minute)                                                                       \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_CLOCK, .value = (minute)                                \
    }
#define MONTH(words, number)                                                                       \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_MONTH, .value = (number)                                \
    }
#define WORD(words, which)                                                                         \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_##which                                                 \
    }

/* Hours as they are spoken of, from 1 to 12. */
#define DIAL(words)                                                                                \
    {                                                                                              \
        .text = (words), .kind = TIME_WORD_HOUR, .value = 12                                       \
    }

#define NOON (12 * 60)
#define MIDNIGHT 0

/* "Tonight" has no day: at one in the morning it is over, at eleven in the evening it begins. */
static const struct time_word time_words[] = {
    /* English */
    DAY("today", 0),
    DAY("yesterday", -1),
    DAY("the day before yesterday", -2),
    DAY("day before yesterday", -2),
    DAY("tomorrow", 1),
    DAY("the day after tomorrow", 2),
    DAY("day after tomorrow", 2),
    DAY_AND("last night", -1, EVENING),
    DAY_AND("this morning", 0, MORNING),
    DAY_AND("this afternoon", 0, AFTERNOON),
    DAY_AND("this evening", 0, EVENING),
    PART("tonight", NIGHT),
    PART("in the morning", MORNING),
    PART("morning", MORNING),
    PART("in the afternoon", AFTERNOON),
    PART("afternoon", AFTERNOON),
    PART("in the evening", EVENING),
    PART("evening", EVENING),
    PART("at night", NIGHT),
    PART("night", NIGHT),
    PART("am", AM),
    PART("a.m.", AM),
    PART("a.m", AM),
    PART("a. m.", AM),
    PART("pm", PM),
    PART("p.m.", PM),
    PART("p.m", PM),
    PART("p. m.", PM),
    CLOCK("noon", NOON),
    CLOCK("midday", NOON),
    CLOCK("midnight", MIDNIGHT),
    WORD("now", NOW),
    WORD("at", FILL),
    WORD("on", FILL),
    WORD("of", FILL),
    WORD("the", FILL),
    WORD("hrs", HOUR),
    WORD("hr", HOUR),
    WORD("hours", HOUR),
    /* German */
    DAY("heute", 0),
    DAY("gestern", -1),
    DAY("vorgestern", -2),
    DAY("morgen", 1),
    DAY("ubermorgen", 2),
    DAY("uebermorgen", 2),
    DAY_AND("gestern abend", -1, EVENING),
    DAY_AND("gestern nacht", -1, EVENING),
    DAY_AND("letzte nacht", -1, EVENING),
    DAY_AND("gestern fruh", -1, MORNING),
    DAY_AND("gestern frueh", -1, MORNING),
    DAY_AND("gestern morgen", -1, MORNING),
    DAY_AND("gestern vormittag", -1, MORNING),
    DAY_AND("gestern mittag", -1, NOON),
    DAY_AND("gestern nachmittag", -1, AFTERNOON),
    DAY_AND("heute fruh", 0, MORNING),
    DAY_AND("heute frueh", 0, MORNING),
    DAY_AND("heute morgen", 0, MORNING),
    DAY_AND("heute vormittag", 0, MORNING),
    DAY_AND("heute mittag", 0, NOON),
    DAY_AND("heute nachmittag", 0, AFTERNOON),
    DAY_AND("heute abend", 0, EVENING),
    PART("heute nacht", NIGHT),
    DAY_AND("morgen fruh", 1, MORNING),
    DAY_AND("morgen frueh", 1, MORNING),
    DAY_AND("morgen vormittag", 1, MORNING),
    DAY_AND("morgen mittag", 1, NOON),
    DAY_AND("morgen nachmittag", 1, AFTERNOON),
    DAY_AND("morgen abend", 1, EVENING),
    PART("fruh", MORNING),
    PART("frueh", MORNING),
    PART("morgens", MORNING),
    PART("vormittags", MORNING),
    PART("vormittag", MORNING),
    PART("mittags", NOON),
    PART("nachmittags", AFTERNOON),
    PART("nachmittag", AFTERNOON),
    PART("abends", EVENING),
    PART("abend", EVENING),
    PART("nachts", NIGHT),
    PART("nacht", NIGHT),
    CLOCK("mittag", NOON),
    CLOCK("mitternacht", MIDNIGHT),
    WORD("jetzt", NOW),
    WORD("um", FILL),
    WORD("den", FILL),
    WORD("der", FILL),
    WORD("uhr", HOUR),
    /* French */
    DAY("aujourd'hui", 0),
    DAY("aujourd hui", 0),
    DAY("hier", -1),
    DAY("avant-hier", -2),
    DAY("avant hier", -2),
    DAY("demain", 1),
    DAY("apres-demain", 2),
    DAY("apres demain", 2),
    DAY_AND("hier soir", -1, EVENING),
    DAY_AND("la nuit derniere", -1, EVENING),
    DAY_AND("hier matin", -1, MORNING),
    DAY_AND("hier apres-midi", -1, AFTERNOON),
    DAY_AND("ce matin", 0, MORNING),
    DAY_AND("cet apres-midi", 0, AFTERNOON),
    DAY_AND("cet apres midi", 0, AFTERNOON),
    DAY_AND("ce soir", 0, EVENING),
    PART("cette nuit", NIGHT),
    DAY_AND("demain matin", 1, MORNING),
    DAY_AND("demain soir", 1, EVENING),
    PART("du matin", MORNING),
    PART("matin", MORNING),
    PART("de l'apres-midi", AFTERNOON),
    PART("apres-midi", AFTERNOON),
    PART("du soir", EVENING),
    PART("soir", EVENING),
    CLOCK("midi", NOON),
    CLOCK("minuit", MIDNIGHT),
    WORD("maintenant", NOW),
    WORD("a", FILL),
    WORD("le", FILL),
    WORD("h", HOUR),
    WORD("heures", HOUR),
    WORD("heure", HOUR),
    /* Spanish */
    DAY("hoy", 0),
    DAY("ayer", -1),
    DAY("anteayer", -2),
    DAY("antes de ayer", -2),
    DAY("manana", 1),
    DAY("pasado manana", 2),
    DAY_AND("anoche", -1, EVENING),
    DAY_AND("ayer por la noche", -1, EVENING),
    DAY_AND("ayer noche", -1, EVENING),
    DAY_AND("ayer por la tarde", -1, AFTERNOON),
    DAY_AND("ayer por la manana", -1, MORNING),
    DAY_AND("esta manana", 0, MORNING),
    DAY_AND("hoy por la manana", 0, MORNING),
    DAY_AND("esta tarde", 0, AFTERNOON),
    PART("esta noche", NIGHT),
    PART("esta madrugada", DAWN),
    DAY_AND("manana por la manana", 1, MORNING),
    DAY_AND("manana por la tarde", 1, AFTERNOON),
    DAY_AND("manana por la noche", 1, EVENING),
    PART("de la madrugada", DAWN),
    PART("de madrugada", DAWN),
    PART("de la manana", MORNING),
    PART("por la manana", MORNING),
    PART("de la tarde", AFTERNOON),
    PART("por la tarde", AFTERNOON),
    PART("de la noche", EVENING),
    PART("por la noche", EVENING),
    CLOCK("mediodia", NOON),
    CLOCK("medianoche", MIDNIGHT),
    WORD("ahora", NOW),
    WORD("a las", FILL),
    WORD("a la", FILL),
    WORD("las", FILL),
    WORD("el", FILL),
    WORD("de", FILL),
    WORD("del", FILL),
    WORD("horas", HOUR),
    WORD("hora", HOUR),
    /* Chinese */
    DAY("今天", 0),
    DAY("今日", 0),
    DAY("昨天", -1),
    DAY("昨日", -1),
    DAY("前天", -2),
    DAY("明天", 1),
    DAY("明日", 1),
    DAY("后天", 2),
    DAY("後天", 2),
    DAY_AND("昨晚", -1, EVENING),
    DAY_AND("昨夜", -1, EVENING),
    DAY_AND("昨早", -1, MORNING),
    DAY_AND("昨晨", -1, DAWN),
    DAY_AND("前晚", -2, EVENING),
    DAY_AND("今早", 0, MORNING),
    DAY_AND("今晨", 0, DAWN),
    DAY_AND("今晚", 0, EVENING),
    PART("今夜", NIGHT),
    DAY_AND("明早", 1, MORNING),
    DAY_AND("明晨", 1, DAWN),
    DAY_AND("明晚", 1, EVENING),
    PART("凌晨", DAWN),
    PART("清晨", MORNING),
    PART("早晨", MORNING),
    PART("早上", MORNING),
    PART("早", MORNING),
    PART("上午", MORNING),
    PART("中午", NOON),
    PART("下午", AFTERNOON),
    PART("午后", AFTERNOON),
    PART("傍晚", EVENING),
    PART("晚上", EVENING),
    PART("晚间", EVENING),
    PART("晚", EVENING),
    PART("夜里", NIGHT),
    PART("夜间", NIGHT),
    PART("半夜", NIGHT),
    PART("深夜", NIGHT),
    CLOCK("正午", NOON),
    CLOCK("午夜", MIDNIGHT),
    WORD("现在", NOW),
    WORD("此刻", NOW),
    WORD("的", FILL),
    WORD("在", FILL),
    DIAL("点钟"),
    DIAL("点整"),
    DIAL("点"),
    DIAL("點鐘"),
    DIAL("點"),
    WORD("时", HOUR),
    WORD("時", HOUR),
    WORD("分钟", MINUTE),
    WORD("分", MINUTE),
    WORD("min", MINUTE),
    WORD("mn", MINUTE),
    WORD("m", MINUTE),
    WORD("秒", SECOND),
    WORD("半", HALF),
    WORD("刻", QUARTER),
    WORD("年", IN_YEAR),
    WORD("月份", IN_MONTH),
    WORD("月", IN_MONTH),
    WORD("日", IN_DAY),
    WORD("号", IN_DAY),
    WORD("號", IN_DAY),
    /* months; German, French and Spanish where they differ */
    MONTH("january", 1),
    MONTH("jan", 1),
    MONTH("januar", 1),
    MONTH("janvier", 1),
    MONTH("enero", 1),
    MONTH("ene", 1),
    MONTH("february", 2),
    MONTH("feb", 2),
    MONTH("februar", 2),
    MONTH("fevrier", 2),
    MONTH("febrero", 2),
    MONTH("march", 3),
    MONTH("mar", 3),
    MONTH("marz", 3),
    MONTH("maerz", 3),
    MONTH("mars", 3),
    MONTH("marzo", 3),
    MONTH("april", 4),
    MONTH("apr", 4),
    MONTH("avril", 4),
    MONTH("abril", 4),
    MONTH("may", 5),
    MONTH("mai", 5),
    MONTH("mayo", 5),
    MONTH("june", 6),
    MONTH("jun", 6),
    MONTH("juni", 6),
    MONTH("juin", 6),
    MONTH("junio", 6),
    MONTH("july", 7),
    MONTH("jul", 7),
    MONTH("juli", 7),
    MONTH("juillet", 7),
    MONTH("julio", 7),
    MONTH("august", 8),
    MONTH("aug", 8),
    MONTH("aout", 8),
    MONTH("agosto", 8),
    MONTH("september", 9),
    MONTH("sep", 9),
    MONTH("sept", 9),
    MONTH("septembre", 9),
    MONTH("septiembre", 9),
    MONTH("october", 10),
    MONTH("oct", 10),
    MONTH("oktober", 10),
    MONTH("okt", 10),
    MONTH("octobre", 10),
    MONTH("octubre", 10),
    MONTH("november", 11),
    MONTH("nov", 11),
    MONTH("novembre", 11),
    MONTH("noviembre", 11),
    MONTH("december", 12),
    MONTH("dec", 12),
    MONTH("dezember", 12),
    MONTH("dez", 12),
    MONTH("decembre", 12),
    MONTH("diciembre", 12),
    MONTH("dic", 12),
};

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define ONE_DAY (24 * HOUR)
#define WEEK (7 * ONE_DAY)

static const struct span_word span_words[] = {
    {"s", SPAN_WORD_UNIT, SECOND},
    {"sec", SPAN_WORD_UNIT, SECOND},
    {"second", SPAN_WORD_UNIT, SECOND},
    {"seconds", SPAN_WORD_UNIT, SECOND},
    {"m", SPAN_WORD_UNIT, MINUTE},
    {"min", SPAN_WORD_UNIT, MINUTE},
    {"mins", SPAN_WORD_UNIT, MINUTE},
    {"minute", SPAN_WORD_UNIT, MINUTE},
    {"minutes", SPAN_WORD_UNIT, MINUTE},
    {"h", SPAN_WORD_UNIT, HOUR},
    {"hr", SPAN_WORD_UNIT, HOUR},
    {"hrs", SPAN_WORD_UNIT, HOUR},
    {"hour", SPAN_WORD_UNIT, HOUR},
    {"hours", SPAN_WORD_UNIT, HOUR},
    {"d", SPAN_WORD_UNIT, ONE_DAY},
    {"day", SPAN_WORD_UNIT, ONE_DAY},
    {"days", SPAN_WORD_UNIT, ONE_DAY},
    {"w", SPAN_WORD_UNIT, WEEK},
    {"week", SPAN_WORD_UNIT, WEEK},
    {"weeks", SPAN_WORD_UNIT, WEEK},
    {"half an hour", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"an hour and a half", SPAN_WORD_WHOLE, 90 * MINUTE},
    {"a quarter of an hour", SPAN_WORD_WHOLE, 15 * MINUTE},
    {"a", SPAN_WORD_ONE, 0},
    {"an", SPAN_WORD_ONE, 0},
    {"one", SPAN_WORD_ONE, 0},
    {"ago", SPAN_WORD_BACK, 0},
    {"in", SPAN_WORD_AHEAD, 0},
    {"from now", SPAN_WORD_AHEAD, 0},

    {"sekunden", SPAN_WORD_UNIT, SECOND},
    {"minuten", SPAN_WORD_UNIT, MINUTE},
    {"stunde", SPAN_WORD_UNIT, HOUR},
    {"stunden", SPAN_WORD_UNIT, HOUR},
    {"std", SPAN_WORD_UNIT, HOUR},
    {"tag", SPAN_WORD_UNIT, ONE_DAY},
    {"tage", SPAN_WORD_UNIT, ONE_DAY},
    {"tagen", SPAN_WORD_UNIT, ONE_DAY},
    {"woche", SPAN_WORD_UNIT, WEEK},
    {"wochen", SPAN_WORD_UNIT, WEEK},
    {"einer halben stunde", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"anderthalb stunden", SPAN_WORD_WHOLE, 90 * MINUTE},
    {"einer viertelstunde", SPAN_WORD_WHOLE, 15 * MINUTE},
    {"einer", SPAN_WORD_ONE, 0},
    {"einem", SPAN_WORD_ONE, 0},
    {"vor", SPAN_WORD_BACK, 0},

    {"secondes", SPAN_WORD_UNIT, SECOND},
    {"mn", SPAN_WORD_UNIT, MINUTE},
    {"heure", SPAN_WORD_UNIT, HOUR},
    {"heures", SPAN_WORD_UNIT, HOUR},
    {"j", SPAN_WORD_UNIT, ONE_DAY},
    {"jour", SPAN_WORD_UNIT, ONE_DAY},
    {"jours", SPAN_WORD_UNIT, ONE_DAY},
    {"semaine", SPAN_WORD_UNIT, WEEK},
    {"semaines", SPAN_WORD_UNIT, WEEK},
    {"une demi-heure", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"une demi heure", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"une heure et demie", SPAN_WORD_WHOLE, 90 * MINUTE},
    {"un quart d'heure", SPAN_WORD_WHOLE, 15 * MINUTE},
    {"un", SPAN_WORD_ONE, 0},
    {"une", SPAN_WORD_ONE, 0},
    {"il y a", SPAN_WORD_BACK, 0},
    {"dans", SPAN_WORD_AHEAD, 0},

    {"segundos", SPAN_WORD_UNIT, SECOND},
    {"minuto", SPAN_WORD_UNIT, MINUTE},
    {"minutos", SPAN_WORD_UNIT, MINUTE},
    {"hora", SPAN_WORD_UNIT, HOUR},
    {"horas", SPAN_WORD_UNIT, HOUR},
    {"dia", SPAN_WORD_UNIT, ONE_DAY},
    {"dias", SPAN_WORD_UNIT, ONE_DAY},
    {"semana", SPAN_WORD_UNIT, WEEK},
    {"semanas", SPAN_WORD_UNIT, WEEK},
    {"media hora", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"una hora y media", SPAN_WORD_WHOLE, 90 * MINUTE},
    {"un cuarto de hora", SPAN_WORD_WHOLE, 15 * MINUTE},
    {"una", SPAN_WORD_ONE, 0},
    {"hace", SPAN_WORD_BACK, 0},
    {"en", SPAN_WORD_AHEAD, 0},
    {"dentro de", SPAN_WORD_AHEAD, 0},

    {"秒", SPAN_WORD_UNIT, SECOND},
    {"秒钟", SPAN_WORD_UNIT, SECOND},
    {"分", SPAN_WORD_UNIT, MINUTE},
    {"分钟", SPAN_WORD_UNIT, MINUTE},
    {"分鐘", SPAN_WORD_UNIT, MINUTE},
    {"刻钟", SPAN_WORD_UNIT, 15 * MINUTE},
    {"小时", SPAN_WORD_UNIT, HOUR},
    {"小時", SPAN_WORD_UNIT, HOUR},
    {"个小时", SPAN_WORD_UNIT, HOUR},
    {"钟头", SPAN_WORD_UNIT, HOUR},
    {"个钟头", SPAN_WORD_UNIT, HOUR},
    {"天", SPAN_WORD_UNIT, ONE_DAY},
    {"周", SPAN_WORD_UNIT, WEEK},
    {"个星期", SPAN_WORD_UNIT, WEEK},
    {"个半小时", SPAN_WORD_AND_HALF, HOUR},
    {"个半钟头", SPAN_WORD_AND_HALF, HOUR},
    {"半小时", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"半个小时", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"半个钟头", SPAN_WORD_WHOLE, 30 * MINUTE},
    {"前", SPAN_WORD_BACK, 0},
    {"之前", SPAN_WORD_BACK, 0},
    {"以前", SPAN_WORD_BACK, 0},
    {"后", SPAN_WORD_AHEAD, 0},
    {"後", SPAN_WORD_AHEAD, 0},
    {"之后", SPAN_WORD_AHEAD, 0},
    {"以后", SPAN_WORD_AHEAD, 0},
};

static bool is_latin(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool begins_with(struct slice text, const char *word)
{
    size_t n = strlen(word);

    if (!slice_starts_with(text, (struct slice){word, n}))
        return false;
    return n == text.len || !is_latin(word[n - 1]) || !is_latin(text.data[n]);
}

const struct time_word *time_word_at(struct slice text)
{
    const struct time_word *best = NULL;

    for (size_t i = 0; i < sizeof(time_words) / sizeof(*time_words); i++)
        if (begins_with(text, time_words[i].text) &&
            (!best || strlen(time_words[i].text) > strlen(best->text)))
            best = &time_words[i];
    return best;
}

const struct span_word *span_word_at(struct slice text)
{
    const struct span_word *best = NULL;

    for (size_t i = 0; i < sizeof(span_words) / sizeof(*span_words); i++)
        if (begins_with(text, span_words[i].text) &&
            (!best || strlen(span_words[i].text) > strlen(best->text)))
            best = &span_words[i];
    return best;
}
