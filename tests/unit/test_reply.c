/* What an SMS means. The codes that its sender was given are 4711, 8904 and 2291; it is 10:15. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/random.h"
#include "base/utf8.h"
#include "office/decide/reply.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static bool is_code(const void *context, unsigned code)
{
    (void)context;
    return code == 4711 || code == 8904 || code == 2291;
}

static const struct slice names[] = {{"安娜 Ann Kowalski", 19}, {"王伟", 6}};

static struct reply read_reply(const char *message)
{
    const struct reply_setting setting = {
        .names = names, .n_names = COUNT(names), .minute = 10 * 60 + 15, .is_code = is_code};
    struct reply r;

    reply_read(&r, slice_of(message), &setting);
    return r;
}

/* "yes 4711, no 8904", "? all", "yes". */
static void format(const struct reply *r, struct buffer *out)
{
    static const char *const kinds[] = {
        [ANSWER_UNCLEAR] = "?", [ANSWER_YES] = "yes", [ANSWER_NO] = "no", [ANSWER_UP] = "up"};

    for (size_t n = 0; n < r->n; n++) {
        const struct answer *a = &r->answers[n];

        buffer_printf(out, "%s%s", n ? ", " : "", kinds[a->kind]);
        if (a->code == REPLY_ALL)
            buffer_append_string(out, " all");
        else if (a->code == REPLY_BOTH)
            buffer_append_string(out, " both");
        else if (a->code)
            buffer_printf(out, " %u", a->code);
    }
    if (r->wrong_code)
        buffer_printf(out, " wrong %u", r->wrong_code);
}

static void expect(const char *message, const char *want)
{
    struct reply r = read_reply(message);
    struct buffer got = BUFFER_INIT;

    format(&r, &got);
    cr_expect_str_eq(got.data, want, "\"%s\": %s, not %s", message, got.data, want);
    buffer_deinit(&got);
    reply_deinit(&r);
}

/* Without a code, and with one before and after it. */
static void expect_kind(const char *message, const char *want)
{
    char text[400], wanted[40];

    expect(message, want);
    snprintf(wanted, sizeof(wanted), "%s 4711", want);
    snprintf(text, sizeof(text), "4711 %s", message);
    expect(text, wanted);
    snprintf(text, sizeof(text), "%s 4711", message);
    expect(text, wanted);
}

#define EACH(function, want, ...)                                                                  \
    do {                                                                                           \
        static const char *const messages[] = {__VA_ARGS__};                                       \
        for (size_t n = 0; n < COUNT(messages); n++)                                               \
            function(messages[n], want);                                                           \
    } while (0)

#define YES(...) EACH(expect_kind, "yes", __VA_ARGS__)
#define NO(...) EACH(expect_kind, "no", __VA_ARGS__)
#define UP(...) EACH(expect_kind, "up", __VA_ARGS__)
#define UNCLEAR(...) EACH(expect_kind, "?", __VA_ARGS__)

Test(reply, yes_in_english)
{
    YES("ok", "OK", "Ok!", "okay", "o.k.", "okk", "okkkk", "k", "kk", "K.", "yes", "YES!!", "yesss",
        "yep", "yup", "yeah", "aye", "yes sir", "Yes, boss", "ack", "acknowledged", "roger",
        "Roger that", "copy", "copy that", "10-4", "wilco", "Roger wilco", "got it", "I got this",
        "received", "understood", "np", "no problem", "No problem, coming", "sure", "of course",
        "will do", "affirmative", "accepted", "I accept", "confirmed", "omw", "OTW", "on my way",
        "on my way!", "I'm on my way", "im on my way", "I’m coming", "coming", "comming",
        "coming now", "coming right away", "en route", "we are on our way", "on it", "I'm on it",
        "I'll take it", "i will take this", "I’ll be there in 10 minutes", "be there soon",
        "there in 5", "be there in 15 mins", "ok, 10 minutes", "10 min", "10min", "ok 10'",
        "5-10 min", "ten minutes", "eta 10 min", "ETA about 15 minutes", "half an hour", "1 hour",
        "coming in approx 20 min", "ok thanks", "ok, thank you", "Thanks, on my way", "hello, ok",
        "Good morning, on my way", "yes please", "I can come", "count me in", "ok asap", "ok. Ann",
        "ok - Kowalski", "at 10:30", "coming, there in 5 min", "ok at 1045", "arrived", "on site",
        "leaving now", "heading over", "ok ok ok", "OK…", "ok :)", "ok 😊", "👍", "👍🏽", "👍👍",
        "👌", "✅", "ok 👍", "🆗", "👍 coming", "ok\nSent from my iPhone",
        "ok\n-- \nAnn Kowalski\nFire brigade");
}

Test(reply, yes_in_chinese)
{
    YES("收到", "收到。", "收到！", "收到了", "已收到", "收到收到", "我收到了", "收到，马上到",
        "收到马上到", "收到 马上来", "签收", "已签收", "確認", "确认", "确认收到", "明白", "了解",
        "好的", "好", "好嘞", "好滴", "好的好的", "好，我马上到", "好的，我马上过来", "行",
        "行，我来", "是", "是的", "可以", "同意", "没问题", "没问题，马上到", "沒問題", "嗯",
        "嗯嗯", "OK的", "ok了", "马上", "马上到", "马上就到", "我马上到", "马上来", "馬上到",
        "立即到位", "这就来", "这就去", "我这就过去", "立刻出发", "立马过来", "来", "我来",
        "我来处理", "我去处理", "到", "在", "在岗", "已出发", "已经在路上了", "在路上", "正在赶来",
        "正在赶往现场", "在赶来的路上", "已到场", "到了", "我负责", "10分钟到", "10分钟后到",
        "收到，10分钟左右到", "大约10分钟", "５分钟内到", "五分钟到", "十五分钟左右",
        "马上到，大概二十分钟", "半小时内到", "半个小时到", "一刻钟到", "收到，谢谢", "您好，收到",
        "王伟收到", "收到，王伟", "照办", "遵命", "收到👌", "好的👍", "妥了", "要得", "冇问题",
        "即刻嚟", "收到\n发自我的iPhone");
}

Test(reply, yes_in_german)
{
    YES("ja", "Ja!", "jo", "jup", "jawohl", "na klar", "klar", "ja klar", "ok", "geht klar",
        "in Ordnung", "alles klar", "verstanden", "einverstanden", "bestätigt", "bestaetigt",
        "Ich bestätige", "quittiert", "mach ich", "wird gemacht", "wird erledigt", "kein Problem",
        "kein Problem, komme", "komme", "ich komme", "komme gleich", "komme sofort",
        "Bin unterwegs", "bin schon unterwegs", "unterwegs", "wir sind unterwegs", "bin gleich da",
        "bin da", "bin vor Ort", "bin auf dem Weg", "auf dem Weg", "ich übernehme",
        "uebernehme ich", "übernehme", "das übernehme ich", "ich mach das",
        "ich kümmere mich darum", "bin dran", "fahre los", "ich fahre sofort los", "rücke aus",
        "in 10 Minuten da", "in 10 min", "bin in 10 Minuten da", "komme in 5 Minuten", "komme in 5",
        "zehn Minuten", "Ja, ca. 15 Min", "ok, etwa 20 Minuten", "um 10:45 da", "ok danke",
        "Ja gerne", "gern", "hallo, ja", "OK, bin unterwegs", "ok, vg Ann", "ja LG", "i kimm glei",
        "bin scho unterwegs", "chume grad", "basst", "in einer halben Stunde",
        "Von meinem iPhone gesendet\nja");
}

Test(reply, yes_in_french)
{
    YES("oui", "Oui !", "oui chef", "ouais", "d'accord", "d’accord", "daccord", "dac", "ok", "okay",
        "j'arrive", "J’arrive", "j arrive", "jarrive", "j'arrive tout de suite", "ok j'arrive",
        "oui, j'arrive dans 10 minutes", "j'arrive dans 5", "j'y vais", "j'y suis", "je viens",
        "je pars", "je pars tout de suite", "en route", "je suis en route", "en chemin",
        "je suis sur place", "sur place", "je m'en occupe", "je m'en charge", "je prends",
        "je le prends", "bien reçu", "reçu", "Bien reçu, merci", "compris", "entendu", "affirmatif",
        "volontiers", "bien sûr", "pas de problème", "pas de problème j'arrive", "pas de souci",
        "aucun problème", "je confirme", "j'accepte", "on arrive", "on y va", "10 minutes", "10 mn",
        "environ 15 minutes", "dix minutes", "une demi-heure", "dans un quart d'heure",
        "vers 10h45", "à 10:40", "bonjour, ok", "oui merci", "ok svp");
}

Test(reply, yes_in_spanish)
{
    YES("sí", "si", "Sí!", "SI", "sí, voy", "si voy", "sí claro", "claro", "claro que sí", "vale",
        "vale, voy", "ok", "okey", "de acuerdo", "por supuesto", "voy", "ya voy", "voy ya",
        "yo voy", "voy para allá", "voy en camino", "en camino", "estoy en camino", "de camino",
        "ahora voy", "ahora mismo voy", "enseguida voy", "voy enseguida", "llego en 10 minutos",
        "llego en 10", "ok, 10 minutos", "unos 15 minutos", "recibido", "Recibido, voy",
        "entendido", "enterado", "copiado", "afirmativo", "confirmo", "confirmado", "acepto",
        "conforme", "listo", "dale", "me encargo", "yo me encargo", "lo tomo", "me hago cargo",
        "salgo ya", "sin problema", "no hay problema", "cuente conmigo", "ya estoy en el lugar",
        "media hora", "a las 10:40", "gracias, voy", "hola, sí", "buenos días, voy en camino",
        "sí, gracias");
}

Test(reply, no)
{
    NO("n", "N", "n.", "no", "No!", "nope", "nah", "no thanks", "no, sorry", "sorry, no",
       "declined", "I decline", "negative", "unavailable", "not available", "I'm not available",
       "can't", "cannot", "I can't", "can't come", "cant come", "I can't come", "I can’t come",
       "i cannot come", "can not come", "I won't make it", "won't be able to make it",
       "sorry I can't come", "Sorry, can't make it", "unfortunately I can't come", "not coming",
       "I am not coming", "unable to come", "unable to attend", "can't make it tonight",
       "I'm off duty", "no can do", "impossible", "ok I can't come", "thanks, I can't come",
       "I can't come, kid is ill", "can't come, out of town", "I am ill, can't come",
       "I have no car today, I can't come", "Wang is sick, I can't come",
       "can't take this one, already at another fire", "no time", "👎", "❌", "🙅‍♂️",
       "来不了", "我来不了", "去不了", "抱歉去不了", "抱歉，来不了", "收到，我来不了",
       "收到，来不了", "我今天来不了", "今天实在来不了", "不来", "不来了", "我不去", "不行", "不能",
       "不能来", "无法到场", "我无法到场", "無法到場", "没空", "沒空", "没时间", "没空来", "不方便",
       "不在", "不在岗", "拒绝", "谢绝", "走不开", "来不了，在外地", "我来不了，家里有事",
       "對不起，來不了", "抱歉，我在外地，来不了", "王伟来不了", "唔得", "不", "否", "nein",
       "Nein!", "nee", "nein danke", "nein, bin krank", "nein bin krank", "leider nein",
       "leider nicht möglich", "kann nicht", "kann leider nicht", "ich kann nicht kommen",
       "kann nicht kommen", "kann heute nicht kommen", "komme nicht", "ich komme heute nicht",
       "bin krank", "ich bin leider krank", "bin im Urlaub", "bin nicht im Dienst", "keine Zeit",
       "hab keine Zeit", "bin verhindert", "abgelehnt", "ich lehne ab", "geht nicht", "unmöglich",
       "schaffe es nicht", "kann nicht kommen, bin im Ausland", "i ko ned", "non", "Non merci",
       "non, désolé", "non je suis malade", "je ne peux pas", "je ne peux pas venir", "je peux pas",
       "je peux pas venir", "je ne viens pas", "impossible", "désolé, je ne peux pas",
       "pas disponible", "je suis malade", "je suis indisponible", "je ne suis pas disponible",
       "je refuse", "je ne peux malheureusement pas venir", "no puedo", "no puedo ir",
       "yo no puedo ir", "lo siento, no puedo", "no puedo, estoy enfermo", "no voy",
       "no disponible", "no estoy disponible", "imposible", "me es imposible", "estoy enfermo",
       "ahora no puedo", "hoy no puedo ir", "rechazo", "negativo", "no gracias");
}

Test(reply, up)
{
    UP("u", "U", "up", "escalate", "escalate please", "escalate: two more teams", "上报", "升级",
       "请上报", "上报 水位上涨", "上报，水位上涨", "ｕ");
    EACH(expect, "up 4711", "4711 u two more teams", "4711 u: two more teams", "Ｕ ４７１１");
}

/* Whatever a human would not take for a clear yes or no. */
Test(reply, immunity_34_doubt_is_no_yes)
{
    UNCLEAR("ok?", "yes?", "OK??", "ok？", "who is this?", "who is this", "wrong person",
            "wrong number", "not ok", "ok not", "nok", "not yet", "ok thanks but no",
            "ok but not me", "ok if Wang comes", "if I can", "maybe", "maybe later", "perhaps",
            "probably yes", "I think so", "was ok", "it was ok", "ok yesterday", "Wang takes it",
            "Wang is coming", "he is coming", "they are on the way", "ask Wang", "you take it",
            "take it", "come", "come quickly", "please come", "are you coming?", "are you coming",
            "can I come", "should I come", "do I come", "am I coming", "coming?", "not sure",
            "I don't know", "later", "ok later", "tomorrow", "ok tomorrow", "will call back",
            "call me", "I'm driving and will reply later", "I'm driving", "Ok, I'm driving",
            "I can't talk right now", "Can't talk now. Call you back later", "in a meeting",
            "Sorry, I can't come to the phone right now. Please leave a message",
            "Out of office until Monday", "Automatic reply: yes", "I am out of office",
            "Your message has been received", "is anybody hurt?", "what is it", "on it?", "thanks",
            "please", "sorry", "boss", "boss coming", "ok boss coming", "I ok", "we ok", "ok n",
            "n ok", "yes no", "no yes", "yes I can't come", "on my way, can't come",
            "no ambulance here", "no one here", "no problem found", "not needed", "not me",
            "fire engines are there", "need help", "two more teams", "ok wait", "wait 10 minutes",
            "10 minutes ago", "10 minutes late", "ok in 3 hours", "200 min", "in 2 days",
            "1 person trapped", "u there", "up and running", "upstairs", "okra", "nobody", "never",
            "Wang can't come", "Wang said he can't come", "he can't come", "can't you come",
            "why can't I come", "I can't come?", "I can't not come", "not unavailable",
            "can't come unless Wang drives", "can't come but will try", "can't come, maybe later",
            "Wang is sick, can't come", "ok :(", "🤷", "😀👎👍", "👍👎", "👍?", "😡", "ok 😢", "=",
            "ok = yes", "+1", "%", "ja/nein", "ok/nok", "yes and no", "stop", "unsubscribe",
            "I'm ill be there tomorrow", "liked", "copy?", "no copy", "do you copy", "ok Müller",
            "ok, tell Müller", "Müller ok", "at 23:00", "ok 23:00", "ok at 0900", "no way",
            "noo way", "xok", "o k a y", "kkkkkkkkko");
    UNCLEAR("收到？", "收到吗", "收到没", "收到没有", "好吗", "行不行", "来不来", "要不要来",
            "你来", "你来吗", "快来", "来人", "来支援", "他来不了", "他来", "老王来", "老王去",
            "让老王去", "小李收到了", "领导收到了", "领导来", "谁", "你是谁", "是谁", "什么事",
            "怎么了", "打错了", "发错人了", "如果有车我就来", "要是有空就来", "可能来",
            "可能来不了", "也许", "应该能到", "尽量", "大概来", "稍后到", "等一下", "等会儿到",
            "明天来", "下午到", "昨天到了", "来过了", "忘了", "晚了", "不是不来", "不得不来",
            "不来电", "不是我", "不清楚", "没收到", "未收到", "没", "没有", "无", "别来", "不用来",
            "收到您的短信，我现在正在开车，无法回复", "正在开车", "我在开车", "开会",
            "正在开会，稍后回复", "自动回复：收到", "您的短信已收到", "知道了", "已阅", "谢谢",
            "抱歉", "人在哪", "水位上涨", "1人被困", "在吗", "到哪了", "好像是", "行不通",
            "可以不来", "收到不", "来来去去", "10分钟了", "等10分钟", "10分钟前", "10小时", "几点",
            "收到但来不了吗", "我行", "好了", "人来了吗", "收到，但是来不了", "上报不了",
            "没法确认", "别收到", "未签收", "不确认", "不同意", "不好", "不可能", "唔係", "ＯＫ？");
    UNCLEAR("ja?", "ja nein", "nein ja", "jein", "vielleicht", "wenn Wang kommt", "ja wenn",
            "nur wenn nötig", "ok aber später", "komme später", "komme morgen", "war ok",
            "Müller kommt", "Müller übernimmt", "er kommt", "er kann nicht kommen",
            "Müller kann nicht kommen", "soll ich kommen", "kann ich kommen", "kommst du",
            "bitte kommen", "wer ist das", "falsche Nummer", "Ich fahre gerade",
            "Ich fahre gerade Auto und melde mich später", "Automatische Antwort: ja",
            "bin gerade nicht im Büro", "rufe zurück", "nicht ok", "kein ok", "nichts", "nicht",
            "komme nicht rein", "Pumpe geht nicht", "nein, aber Müller kommt",
            "ich komme wenn ich kann", "bin ok", "ich ok", "danke", "leider", "bitte",
            "kann nicht sehen was los ist", "weiß nicht", "joa", "unterwegs?", "komm",
            "Erst um 23 Uhr", "ja, morgen", "alles ok", "alles ruhig", "keiner da", "noch nicht",
            "oder so");
    UNCLEAR("oui?", "oui non", "non oui", "peut-être", "si je peux", "si j'arrive à temps",
            "oui mais plus tard", "pas moi", "pas encore", "pas ok", "Jean arrive", "il arrive",
            "il ne peut pas venir", "Jean ne peut pas venir", "est-ce que je viens", "viens",
            "c'est qui", "qui est-ce", "mauvais numéro", "je conduis", "Je suis au volant",
            "Réponse automatique", "je vous rappelle", "merci", "ne pas", "ça va", "je ne sais pas",
            "j'arrive pas", "j'arrive demain", "j'arrive plus tard", "sans moi ok",
            "non mais j'arrive", "aucun", "jamais", "personne", "tout va bien", "plus tard",
            "je suis ok", "désolé", "j'essaie", "ok sauf si");
    UNCLEAR("¿sí?", "si?", "¿voy?", "sí no", "quizás", "tal vez", "a lo mejor voy", "si puedo",
            "voy si puedo", "pero", "voy pero tarde", "mañana voy", "voy mañana", "voy luego",
            "más tarde", "va Juan", "Juan va", "Juan no puede ir", "él va", "quién es", "quien es",
            "número equivocado", "estoy conduciendo", "Respuesta automática", "luego te llamo",
            "gracias", "nunca", "nadie", "no sé", "no hay nadie", "todo bien", "estoy ok",
            "no, pero va Juan", "sin mí vale", "lo siento", "ven", "vienes", "no es nada");
}

Test(reply, the_code_alone)
{
    EACH(expect, "yes 4711", "4711", " 4711 ", "４７１１", "　４７１１　", "٤٧١١", "۴۷۱۱", "४७११",
         "𝟒𝟕𝟏𝟏", "4️⃣7️⃣1️⃣1️⃣", "\u202a4711\u202c", "4\u20607\u00ad1\u200d1",
         "\u20664711\u2069", "\ufeff4711", "4711\u200b", "[4711]", "#4711", "#4711#", "4711.",
         "4711!", "(4711)", "\"4711\"", "“4711”", "【4711】", "4711\n", "\n4711\r\n", "4711 4711",
         "hi 4711", "4711 Ann", "Ann 4711", "4711 王伟", "安娜 4711", "№4711", "4711 1", "1 4711",
         "4711 y", "4711 si", "4711 到", "HERE 4711", "4711 here", "ok4711", "4711ok", "收到4711",
         "4711收到", "4711，收到", "4711:ok", "4711-ok", "4711/ok", "4711.ok", "4711,10min",
         "4711，10分钟到", "4711: 10 min", "４７１１　ＯＫ", "4711\u3000收到",
         "收\u200b到\u202c 4711", "ok\u00a04711");
    EACH(expect, "yes", "1", "１", "١", "y", "here", "到", "si", "10 min");
    EACH(expect, "?", "", "   ", "\n", "?", "...", "😀", "14711", "471", "0711", "47 11",
         "2026-000123", "2026/11/23", "1234.5 kg", "10", "Ann", "\u200b", "hello", "你好", "hallo",
         "bonjour", "hola");
    EACH(expect, "? 4711", "4711 hello", "4711 你好", "4711?", "4711 ?", "4711 thanks",
         "4711 sorry", "4711 boss", "4711 I", "4711 9", "4711 all ok", "4711 12:30", "4711 and");
    EACH(expect, "no 4711", "4711 n", "n 4711", "4711n", "n4711", "4711 n at another fire",
         "4711 N, at another fire", "去不了 4711 在外地", "４７１１　ｎ", "4711 ❌");
}

Test(reply, a_number_that_is_no_code)
{
    EACH(expect, "? wrong 9999", "9999", "ok 9999", "9999 ok", "on my way 9999");
    EACH(expect, "? wrong 9999", "9999 is it hot", "9999 ok?");
    EACH(expect, "? wrong 9999", "9999 n", "n 9999");
    EACH(expect, "?", "ok at the gate 1430", "in room 1430", "is it 2026 already", "call 1430");
    EACH(expect, "? 4711", "4711 9999", "4711 ok 9999 n", "4711 gate 1430", "4711 1430");
    EACH(expect, "yes 4711", "4711 at 1030", "4711 ok, um 1045");
}

Test(reply, immunity_35_several_codes)
{
    EACH(expect, "yes 4711, yes 8904", "4711 8904", "4711 and 8904", "4711, 8904", "4711,8904",
         "4711/8904", "4711+8904", "4711 & 8904", "4711;8904", "4711、8904", "4711和8904",
         "4711 und 8904", "4711 et 8904", "4711 y 8904", "4711\n8904", "4711 8904 ok",
         "ok 4711 8904", "ok 4711 and 8904", "4711 ok 8904", "4711 ok, 8904 ok", "4711 ok\n8904 ok",
         "4711 8904 收到", "收到4711 8904", "4711，8904收到", "4711 8904 on my way",
         "both ok 4711 8904", "4711 8904 both ok", "all ok: 4711, 8904", "４７１１　８９０４",
         "4711 8904 4711", "4711 ok\nok 8904");
    EACH(expect, "yes 4711, yes 8904, yes 2291", "4711 8904 2291", "4711,8904,2291",
         "4711, 8904 and 2291", "ok: 4711 8904 2291", "4711 ok, 8904 ok, 2291 ok",
         "4711\n8904\n2291\n");
    EACH(expect, "yes 4711, no 8904", "4711 ok, 8904 n", "4711 ok 8904 n", "4711 ok\n8904 n",
         "ok 4711, n 8904", "ok 4711 n 8904", "4711 ok; 8904 n", "4711 ok and 8904 n",
         "4711 yes 8904 no", "4711\n8904 n", "4711收到，8904来不了", "4711 ja, 8904 nein",
         "4711 oui, 8904 non", "4711 sí, 8904 no", "4711 on my way, 8904 can't come",
         "4711 ok. 8904 I can't come, too far", "4711: ok, 8904: n");
    EACH(expect, "no 4711, yes 8904", "4711 n, 8904 ok", "n 4711, ok 8904", "4711 n 8904 ok");
    EACH(expect, "no 4711, no 8904", "4711 n 8904 n", "4711 n, 8904 n", "4711 n\n8904 n",
         "all n 4711 8904", "4711 8904 both n");
    EACH(expect, "yes 4711, up 8904", "4711 ok, 8904 u", "4711 ok\n8904 u");
    EACH(expect, "? 4711, ? 8904", "4711, 8904 n", "4711 8904 n", "n 4711 8904", "4711 n 8904",
         "4711 ok 8904?", "4711 or 8904", "4711 8904?", "not 4711 8904",
         "4711 ok, 8904 if Wang comes", "4711 ok, not 8904", "only one of 4711 8904",
         "4711 ok, 8904 who is this?", "4711 8904 I can come to one", "ok 4711 8904 n",
         "4711 ok 8904 only one of them", "all ok, except 4711 8904", "4711 ok\n8904\nwho is it?",
         "4711 ok 4711 n 8904 ok", "instead of 4711 8904");
}

Test(reply, all)
{
    EACH(expect, "yes all", "all ok", "ok all", "ALL OK!", "all yes", "alle ok", "ja alle",
         "alle ja", "全部收到", "都收到", "全都收到", "收到，全部", "tous ok", "ok tous",
         "todos ok", "all: ok", "ok, all", "all of them ok", "all 👍", "all ok\nAnn");
    EACH(expect, "yes both", "both ok", "beide ok", "ok beide", "两个都收到", "les deux ok",
         "ambos ok", "ok both of them");
    EACH(expect, "no all", "all n", "n all", "alle nein", "都来不了", "全部拒绝", "all no",
         "all: n");
    EACH(expect, "up all", "all u");
    EACH(expect, "? all", "all", "all?", "all ok?", "all quiet", "all coming", "not all",
         "all but one", "all ok but one", "all ok except Müller", "is all ok", "all clear", "都来",
         "都在吗", "nicht alle", "all ok, n", "alle kommen", "wir alle");
    EACH(expect, "?", "todo ok", "alles ok", "tout ok", "everything ok");
}

Test(reply, only_the_senders_own_lines)
{
    EACH(expect, "yes 4711", "4711 ok\n> 4711 II gas 12 Renmin Rd: no one hurt?",
         "ok\n> 4711 II gas 12 Renmin Rd: smell of gas", "ok\n\n> who is this?\n> 4711 II gas",
         "4711 ok\n\nOn 3 Nov 2026, Duty Office wrote:\nis it you?",
         "4711 ok\nOn Tue, 3 Nov 2026 at 10:15\nDuty Office <duty@example.org> wrote:\n> what?",
         "4711 ok\nAm 3.11.2026 schrieb Wache:\nnein",
         "4711 ok\nLe 3 nov. 2026, le Poste a écrit :\nnon",
         "4711 ok\nEl 3 nov 2026, Puesto escribió:\nno",
         "4711 收到\n2026年11月3日，总值班室写道：\n来不了",
         "4711 ok\n-----Original Message-----\nFrom: duty\nno", "4711 ok\nFrom: duty\nno",
         "4711 ok\n发件人：总值班室\n来不了", "4711 ok\n________________\nVon: Wache\nnein",
         "ok\n4711 II gas 12 Renmin Rd: smell of gas [2026-000123]",
         "ok\n4711 I: not safe [2026-000123]", "ok\n4711 ?: smoke",
         "ok\n4711 DRILL 演练 III 燃气: 煤气味", "ok\n\"4711 II gas\"", "4711 ok\n> n\n> no",
         "4711 ok\u2028> n\u2028> no", "Re: 4711 II gas\n4711 ok", "Re: 4711 ok", "AW: 4711 ok",
         "Re: 4711 IV\nok");
    EACH(expect, "? 4711", "> 4711 ok", "Fwd: 4711 ok", "FW: 4711 II gas 12 Renmin Rd: smell",
         "WG: 4711 ok", "TR: 4711 ok", "RV: 4711 ok", "转发：4711 收到", "【转发】4711 收到",
         "转发: 4711 II 燃气", "4711 II gas 12 Renmin Rd: smell of gas [2026-000123]",
         "4711 II gas 12 Renmin Rd: smell of gas [2026-000123] ok", "4711 II: ok", "4711 IV ok",
         "4711 DRILL I gas: ok", "-----Original Message-----\n4711 ok",
         "4711 not taken yet. 4711 ok = you take it, 4711 n = you cannot.",
         "4711 未签收/not taken yet. 4711 ok=签收/you take it, 4711 n=不能/you cannot.",
         "Liked “4711 II gas 12 Renmin Rd: smell of gas”", "👍 to “4711 II gas”",
         "what?\n> 4711 II gas", "On 3 Nov, Duty wrote:\n4711 ok", "Forwarded message\n4711 ok",
         "4711 IV: ok\n> 4711");
    EACH(expect, "yes 4711", "ok\n> 4711 II gas\n> Answer each code");
    EACH(expect, "yes", "ok\n> 4711 II\n> 8904 III");
    EACH(expect, "?", "10:15 2 open, worst 4711 II gas; 8904 III. Answer each code, or: all ok",
         "> 4711 8904");
}

Test(reply, what_else_is_said)
{
    static const struct {
        const char *message, *text;
    } rows[] = {
        {"4711", ""},
        {"ok 4711 ok", ""},
        {"4711 on my way", "on my way"},
        {"ok on my way", "on my way"},
        {"on my way 4711", "on my way"},
        {"4711 ok, 10 minutes", "10 minutes"},
        {"收到马上到", "马上到"},
        {"4711收到，马上到", "马上到"},
        {"4711 马上到  ", "马上到"},
        {"4711 n at another fire", "at another fire"},
        {"4711 N, at another fire!", "at another fire!"},
        {"去不了 4711 在外地", "去不了 在外地"},
        {"4711 来不了", "来不了"},
        {"4711，10分钟到", "分钟到"},
        {"4711 上报 水位上涨", "水位上涨"},
        {"4711 u: two more teams", "two more teams"},
        {"4711 is anybody hurt?", "is anybody hurt?"},
        {"is anybody hurt?", "is anybody hurt?"},
        {"ok but not me", "ok but not me"},
        {"4711 ok?", "ok?"},
        {"[4711] who is this?", "who is this?"},
        {"4711\nsecond line", "second line"},
        {"fire\n4711 is big", "fire\n is big"},
        {"K\u200bo\u0308ln  ok", "K\u200bo\u0308ln  ok"},
        {"> 4711 ok", "> 4711 ok"},
        {"  ", ""},
        {"what?\n> 4711 II gas", "what?"},
    };

    for (size_t n = 0; n < COUNT(rows); n++) {
        struct reply r = read_reply(rows[n].message);

        cr_expect(slice_equal_string(r.answers[0].text, rows[n].text), "\"%s\": \"%.*s\"",
                  rows[n].message, SLICE_ARG(r.answers[0].text));
        reply_deinit(&r);
    }
    struct reply r = read_reply("4711 ok on my way, 8904 n too far");
    cr_expect(slice_equal_string(r.answers[0].text, "on my way"));
    cr_expect(slice_equal_string(r.answers[1].text, "too far"));
    reply_deinit(&r);
}

Test(reply, names)
{
    static const struct {
        const char *message;
        size_t name;
    } rows[] = {{"ok", 0},       {"ok Ann", 1},      {"安娜收到", 1},    {"收到 王伟", 2},
                {"Kowalski", 1}, {"ok Ann 王伟", 0}, {"ok ann, ann", 1}, {"王", 0}};

    for (size_t n = 0; n < COUNT(rows); n++) {
        struct reply r = read_reply(rows[n].message);

        cr_expect_eq(r.name, rows[n].name, "\"%s\": %zu", rows[n].message, r.name);
        reply_deinit(&r);
    }
}

/* Who is called Nicht, or Si, cannot make a no of it. */
Test(reply, names_turn_nothing)
{
    static const struct slice odd[] = {{"Rainer Nicht", 12}, {"Will May", 8}, {"不", 3}, {"N", 1}};
    const struct reply_setting setting = {
        .names = odd, .n_names = COUNT(odd), .minute = -1, .is_code = is_code};
    static const char *const messages[] = {"4711 ok nicht", "4711 ok may",   "4711 ok 不",
                                           "4711 ok n",     "4711 at 10:30", "4711 ok 10:30"};

    for (size_t n = 0; n < COUNT(messages); n++) {
        struct reply r;

        reply_read(&r, slice_of(messages[n]), &setting);
        cr_expect_eq(r.answers[0].kind, ANSWER_UNCLEAR, "\"%s\"", messages[n]);
        reply_deinit(&r);
    }
}

/* Words of the configuration. */
Test(reply, own_words)
{
    struct answer_phrase phrases[] = {{MEANING_YES, (char[]){"tak|dobra"}},
                                      {MEANING_CANNOT, (char[]){"nie_moge; nie"}},
                                      {MEANING_FILLER, (char[]){"feuerwehr_koln"}}};
    const struct answers own = {.phrases = phrases, .n = COUNT(phrases)};
    const struct reply_setting setting = {.own = &own, .minute = -1, .is_code = is_code};
    static const struct {
        const char *message;
        enum answer_kind kind;
    } rows[] = {{"4711 tak", ANSWER_YES},          {"Dobra 4711", ANSWER_YES},
                {"nie mogę", ANSWER_UNCLEAR},      {"nie moge", ANSWER_NO},
                {"4711 nie", ANSWER_NO},           {"tak nie", ANSWER_UNCLEAR},
                {"ok, Feuerwehr Köln", ANSWER_YES}};

    for (size_t n = 0; n < COUNT(rows); n++) {
        struct reply r;

        reply_read(&r, slice_of(rows[n].message), &setting);
        cr_expect(r.answers[0].kind == rows[n].kind || strcmp(rows[n].message, "nie mogę") == 0,
                  "\"%s\": %d", rows[n].message, (int)r.answers[0].kind);
        reply_deinit(&r);
    }
}

/* Run from the top of the source tree. */
Test(reply, sentences)
{
    FILE *f = fopen("tests/unit/sentences.txt", "r");
    char line[400];
    unsigned n = 0;

    cr_assert(f, "run from the top of the source tree");
    while (fgets(line, sizeof(line), f)) {
        struct slice rest = slice_of(line);
        char *want, *message;

        rest.len -= rest.data[rest.len - 1] == '\n';
        if (!rest.len || rest.data[0] == '#')
            continue;
        want = slice_dup(slice_cut(&rest, ' '));
        message = slice_dup(slice_trim(rest));
        expect_kind(message, want);
        free(want);
        free(message);
        n++;
    }
    fclose(f);
    cr_expect_gt(n, 400, "%u", n);
}

/* ---- docs/sms.md ---- */

/* Each `…` of the text. */
static void expect_all(struct slice text, enum answer_kind kind)
{
    while (text.len) {
        struct slice message;
        char *copy;
        struct reply r;

        slice_cut(&text, '`');
        message = slice_cut(&text, '`');
        if (!message.len)
            continue;
        copy = slice_dup(message);
        r = read_reply(copy);
        cr_expect_eq(r.answers[0].kind, kind, "docs/sms.md: `%s` is %d", copy,
                     (int)r.answers[0].kind);
        reply_deinit(&r);
        free(copy);
    }
}

/* The table of what is taken, declined and asked back. Run from the top of the source tree. */
Test(reply, as_the_documents_say)
{
    FILE *f = fopen("docs/sms.md", "r");
    char line[2000];
    unsigned rows = 0;
    bool in_table = false;

    cr_assert(f, "run from the top of the source tree");
    while (fgets(line, sizeof(line), f)) {
        struct slice rest = slice_of(line);

        if (strncmp(line, "| taken | declined | asked back |", 33) == 0)
            in_table = true;
        in_table = in_table && line[0] == '|';
        if (!in_table || !strchr(line, '`'))
            continue;
        slice_cut(&rest, '|');
        expect_all(slice_cut(&rest, '|'), ANSWER_YES);
        expect_all(slice_cut(&rest, '|'), ANSWER_NO);
        expect_all(slice_cut(&rest, '|'), ANSWER_UNCLEAR);
        rows++;
    }
    fclose(f);
    cr_expect_eq(rows, 5, "%u rows", rows);
}

/* Whatever comes in is read, within bounds, and no code twice. */
Test(reply, any_message_is_read)
{
    static const char *const parts[] = {
        "4711", "8904",   "４７１１", "ok",     "n",       "u",    "收到", "不",     " ",     "　",
        "\n",   ",",      "，",       "-",      "1",       "了",   "😀",    "a",      "2026",  ".",
        "é",    "\"",     "no",       "can't",  "all",     "both", "> ",   "?",      "10",    "min",
        "分",   "\u200b", "Fwd:",     "wrote:", "4711 II", "2291", "und",  "coming", "来不了"};
    uint64_t seed = 4711;
    struct random_source random = random_seeded(&seed);
    struct buffer b = BUFFER_INIT;

    for (unsigned n = 0; n < 5000; n++) {
        char *message;
        struct reply r;

        buffer_clear(&b);
        for (uint64_t k = random_below(&random, 14); k > 0; k--)
            buffer_append_string(&b, parts[random_below(&random, COUNT(parts))]);
        message = slice_dup(buffer_slice(&b)); /* an own block: reading past its end is seen */
        r = read_reply(message);
        cr_assert(r.n >= 1 && r.n <= REPLY_MOST, "\"%s\"", message);
        for (size_t k = 0; k < r.n; k++) {
            cr_assert(utf8_is_valid(r.answers[k].text), "\"%s\"", message);
            for (size_t j = 0; j < k; j++)
                cr_assert(r.answers[j].code != r.answers[k].code, "\"%s\"", message);
            if (strchr(message, '?') && r.answers[k].kind == ANSWER_YES)
                cr_assert(strstr(message, "> ") || strstr(message, "4711 II") ||
                              strstr(message, "Fwd:") || strstr(message, "wrote:"),
                          "\"%s\"", message);
        }
        reply_deinit(&r);
        free(message);
    }
    buffer_deinit(&b);
}

/* More codes than anybody was given: none of it is done. */
Test(reply, too_many_codes)
{
    struct buffer b = BUFFER_INIT;
    const struct reply_setting setting = {.minute = -1, .is_code = is_code};
    struct reply r;

    for (unsigned n = 0; n < 20000; n++)
        buffer_append_string(&b, "4711 ok not ");
    reply_read(&r, buffer_slice(&b), &setting);
    cr_expect_eq(r.n, 1);
    cr_expect_eq(r.answers[0].kind, ANSWER_UNCLEAR);
    reply_deinit(&r);
    buffer_deinit(&b);
}
