#include "rules/answer_words.h"

/* clang-format off */
static const struct answer_words words[] = {
    /* ---- English, and what all use ---- */
    {MEANING_YES,
     "yes ?sir|boss|chief; yep; yup; yeah; yea; yess; aye; aye aye; affirmative; affirm; sure; certainly; absolutely; "
     "of course; will do; wilco; agreed; i accept ?it|this; accepted; accepting; i confirm ?it|this; confirmed; confirming; sure thing"},
    {MEANING_HEARD,
     "ok; okay; okey; oki; okie; okk; okok; okey dokey; okie dokie; alright; all right; alrighty; k; kk; ack; acked; i acknowledge ?it|this; acknowledged; acknowledging; "
     "roger ?that|wilco; rgr; rog; ?i copy ?that; copied ?that; 10-4; ten four; ?i got_it|got_this; gotcha; "
     "?well received; ?well recieved; understood; np; no prob|probs|problem|problems|problemo; 👍; 👌; ✅; ✔; ☑; 🆗; 🫡"},
    {MEANING_COMING,
     "?i'm|im|i_am|we're|we_are|am omw|otw|on_my_way|on_the_way|on_our_way|on_me_way|on_mi_way|coming|comming|coming_over|"
       "en_route|enroute|on_route|leaving_now|heading_over|heading_there|heading_out|heading_in|on_it|on_site|on_scene|at_the_scene|"
       "responding|taking_it|taking_this|taking_this_one|rolling|almost_there|nearly_there|arriving ?there|over|now; "
     "i'll|i_will|we'll|we_will ?be take_it|take_this|take_this_one|take_care_of_it|come|coming|go|do_it|handle_it|handle_this|attend|"
       "respond|there|right_there|on_my_way|deal_with_it|sort_it; "
     "be_right_there; right there; ?i'll|i_will|we'll|we_will|will be_there; brt; "
     "i|we can come|do_it|take_it|take_this|make_it|go|attend|be_there; "
     "i|we take_it|take_this|have_it|have_this|come|go|respond; i've|ive|i_have|we've got_it|got_this|got_this_one|arrived; "
     "?just|i|we|i've|have arrived; count me in; going ?now|there; will come|attend|respond|do_it; attending; i'm|im|i_am|we're there; "
     "half an hour; ?half 1|an|one hour; 1 h; "
     "two|three|five|ten|fifteen|twenty|thirty|twenty_five ?more min|mins|minute|minutes"},
    {MEANING_NO,
     "n; nope; nah; naw; nay; negative; neg; no_sir; no_thanks; no_thank_you; no_sorry; sorry_no"},
    {MEANING_NOT,
     "no; can't; cant; cannot; can not; cnt; i|we can't|cant|cannot|can_not; won't; wont; impossible; not possible; unable; i'm|im|i_am sick|ill|unwell; "
     "❌; ✖; ✗; ✘; 👎; 🙅; 🚫"},
    {MEANING_CANNOT,
     "?i|we can't|cant|cannot|can_not|cnt|won't|wont|will_not|couldn't|could_not|shan't ?possibly ?be come|coming|make_it|make_this|"
       "make_that|attend|attending|take_it|take_this|take_this_one|take_that|do_it|do_this|go|respond|be_there|get_there|get_away|"
       "cover_it|cover_this|handle_it|handle_this|accept|able_to_come|able_to_make_it|able_to_attend; "
     "?i'm|im|i_am|we're|we_are ?am not coming|going|available|on_duty|on_call|able_to_come|able_to_make_it|able_to_attend|able_to; "
     "?i'm|im|i_am|we're|we_are unavailable|unable_to_come|unable_to_attend|unable_to_make_it|unable_to_respond|unable_to_take_it|"
       "unable_to_take_this|off_duty|on_leave|on_holiday|on_vacation|out_of_town; "
     "i|we have_to|must decline|pass; i decline|refuse|reject; reject; declined; declining; refused; rejected; no can do; count me out; "
     "?i don't|dont|do_not have_time; no time"},
    {MEANING_UP,
     "u; up; escalate ?it|this|please; escalating"},
    {MEANING_ALL,
     "all; all of them|these; every one"},
    {MEANING_BOTH,
     "both ?of_them; the two"},
    {MEANING_AND,
     "and; &; +"},
    {MEANING_SELF,
     "i; i'm; im; i'll; i've; we; we're; we'll; me; my; myself"},
    {MEANING_GREETING,
     "hi; hello; hey; good morning|evening|afternoon|day|night; morning; evening; dear"},
    {MEANING_ADDRESS,
     "please; pls; plz; sir; madam; ma'am; boss; chief; mate; guys; bro; captain"},
    {MEANING_FILLER,
     "thanks; thank you; thx; ty; tks; cheers; now; soon; asap; shortly; right away|now; straight away; "
     "immediately; quickly; at once; as soon as possible; bye; see you ?soon|there; good; great; fine; cool; super; perfect; regards; kind regards; br; "
     "sent from my iphone|ipad|phone|mobile|android|samsung|galaxy|huawei|xiaomi; get outlook for ios|android; "
     "🙏; 😊; 🙂; 😀; 😃; 😄; 👋; 💪; 🏃; 🚗; 🚙; 🚓; 🚒; 🚑; 🚨; ❗; ❕"},
    {MEANING_SORRY,
     "today; tonight; currently; at the moment; this time; really; sorry ?, ?but; so|very sorry ?, ?but; thanks ?, but; thank you ?, but; i'm|im|i_am sorry|afraid; apologies; my apologies; unfortunately; afraid; regrettably"},
    {MEANING_ABOUT,
     "about; approx; approximately; around; roughly; max; maximum; less than; under"},
    {MEANING_MINUTES,
     "min|mins|minute|minutes|min's|minuts|mintues|m ?away|out|max|eta"},
    {MEANING_AT,
     "at"},
    {MEANING_IN,
     "in; within; ?i'll|i_will|we'll|will ?be there in; ?i'm|im|i_am coming|leaving|there in; eta; arriving in"},
    {MEANING_NEGATION,
     "not; never; none; nobody; nothing; neither; nor; don't; dont; do not; doesn't; doesnt; didn't; didnt; isn't; isnt; aren't; arent; "
     "wasn't; wasnt; wouldn't; wouldnt; couldn't; couldnt; shouldn't; haven't; havent; hasn't; hadn't; ain't; without; "
     "nok"},
    {MEANING_TURN,
     "if; unless; but; however; except; though; although; maybe; perhaps; possibly; probably; might; may; could; would; should; shall; "
     "who; who's; whom; what; what's; when; where; where's; which; why; how; whether; ask; asking; guess; suppose; depends; hopefully; "
     "later; not sure; unsure; idk; don't|dont know; or; until; till; u there|ok|coming|are|r|can|take|guys|sure|up|still|know|all|go|have|got; up and running; up to; n_/_a"},
    {MEANING_MACHINE,
     "autoreply; auto reply|response|generated; automatic; automatically; automated; driving; out of office|the_office; "
     "leave ?a message; call ?you back|later; text ?you back|later; reply|respond ?to ?you later|soon|shortly; "
     "get back to you; get back to; voicemail; do not disturb; currently unavailable; ?your message; ?to the phone; "
     "?i can't|cant|cannot|can_not talk|answer|pick_up|take_your_call|speak|come_to_the_phone|text; unsubscribe"},

    /* ---- Chinese ---- */
    {MEANING_YES,
     "是的; 对的; 對的; 同意; 确认 ?了|收到|签收; 確認 ?了|收到|簽收; 可以 ?的; 接受; 遵命; 照办; 照辦; 我可以|我能 ?的; 行的; 没有问题; 沒有問題"},
    {MEANING_HEARD,
     "?已|我|已经|我已 收到|签收|簽收|明白|了解 ?了|啦; 接到|好的|好嘞|好咧|好滴|好哒|好嗒|好勒|好啊|好呀|好吧|好好|好好的 ?呢; 嗯嗯; 恩恩; 嗯|恩 好的|好|收到|行; "
     "没问题 ?的; 沒問題 ?的; 木问题; 冇问题; 冇問題; ok 了|的|啦; 要得; 得嘞; 妥了; 妥妥的; 要的; 中中"},
    {MEANING_COMING,
     "?我|我们|我們 ?现在|現在 马上|馬上|立刻|立即|立马|立馬|这就|這就|即刻|现在|現在|现在就|現在就|马上就|馬上就|就|这就要|尽快|儘快 "
       "来|來|到|去|过来|過來|过去|過去|赶来|趕來|赶到|趕到|赶去|赶过来|趕過來|赶过去|趕過去|出发|出發|处理|處理|到位|到场|到場|赶往现场|到现场|去现场|来处理|去处理|安排|去安排|过去处理|过来处理|去看看|动身|出警 ?了; "
     "?我|我们 马上|馬上|立刻|立即|立马; "
     "?我|我们|我們 ?已|已经|已經|正在|正|在|刚|都已 出发|出發|到达|到達|到场|到場|到位|到岗|到崗|在路上|路上|赶来|趕來|赶到|趕到|赶过来|赶过去|趕過去|赶往现场|前往|前往现场|"
       "到现场|到達現場|到达现场|在现场|在赶来|在赶来的路上|赶来的路上|在来的路上|在过来的路上|在过去的路上|往那边赶|往那赶|往现场赶|动身 ?了|啦; "
     "我|我们|我們 来|來|这就去|去处理|去處理|来处理|來處理|去看看|负责|負責|来负责|來負責|来跟进|接|接了|处理|處理|来办|来弄|会来|會來|能来|能去|能到|可以来|可以去|可以到|会到|会去|去现场|过去|过来|马上 ?吧; "
     "来了|來了|来啦|來啦|到啦; 一会|一会儿 ?就 到|来; ?我|我们|我們 到了; 在岗在位; "
     "半|半个|半個|一个|一個|1|1个|1個 小时|小時|钟头|鐘頭 ?左右|后|後|内|內|以内|之内 ?就|能|可 ?到|来|到达|赶到|到场; "
     "一刻钟|一刻鐘 ?左右|后|後|内|內|以内|之内 ?就|能|可 ?到|来|到达|赶到|到场; 嚟紧; 嚟緊; 即刻嚟; 我嚟"},
    {MEANING_ALONE,
     "好; 来; 來; 到; 在; 在岗; 在崗; 去; 行; 是; 对; 對; 嗯; 恩; 中; 成; 得; 妥; 可; 1; y; here; present; accept; confirm; acknowledge; si; ya; 我去"},
    {MEANING_NO,
     "拒绝; 拒絕; 谢绝; 謝絕; 婉拒; 推辞; 推辭; 不签收; 不接受; 不接"},
    {MEANING_NOT,
     "不; 否; 不行; 不能; 不可以; 无法; 無法; 不成; 不得; 不来; 不來; 不去; 不来了; 不去了; 我 不来|不來|不去 ?了; 不在; 我不在; 不行啊; 不了; 唔得; 唔嚟; 没法; 沒法"},
    {MEANING_CANNOT,
     "?我|我们|我們|本人 ?也|真|是|现在 "
       "来不了|來不了|去不了|到不了|赶不到|趕不到|赶不过来|赶不过去|赶不上|过不来|過不來|过不去|過不去|过来不了|过去不了|来不成|去不成|"
       "不能来|不能來|不能去|不能到|不能到场|不能到場|不能过来|不能过去|不能参加|不能签收|"
       "无法到场|無法到場|无法前往|無法前往|无法赶到|無法趕到|无法到达|無法到達|无法到岗|无法过来|无法过去|无法来|無法來|无法去|無法去|无法参加|无法处理|无法签收|"
       "没法来|没法去|没法过来|没法过去|没法到场|没法参加|没办法来|没办法去|没办法过来|没办法过去|"
       "没空来|没空去|没时间来|没时间去|没空|沒空|没时间|沒時間|没得空|不方便|不得空|莫得空|冇空|冇時間|"
       "不在岗|不在崗|不在单位|不在單位|不在本地|不在市里|不在城里|不在家|不在班上|不在班|不当班|不當班|不值班|不当值|没在岗|没在单位|没在本地|"
       "走不开|走不開|脱不开身|脫不開身|抽不开身|抽不出身|脱不了身|接不了|处理不了|處理不了|办不了|去唔到|嚟唔到 ?了|啊|呀|啦"},
    {MEANING_UP,
     "请|請 上报|上報|升级|升級; 上报; 上報; 升级; 升級"},
    {MEANING_ALL,
     "?我 都; ?我 全部; 全部都; 全都; 全; 所有; 所有的; 統統; 统统"},
    {MEANING_BOTH,
     "?这 两个|兩個|两条|兩條|两起|兩起|俩 ?都"},
    {MEANING_AND,
     "和; 跟; 与; 與; 及; 以及"},
    {MEANING_SELF,
     "我; 我们; 我們; 本人; 咱; 俺"},
    {MEANING_GREETING,
     "你好; 您好; 早上好; 早安; 晚上好; 下午好; 大家好; 各位好; 领导好; 領導好"},
    {MEANING_ADDRESS,
     "领导; 領導; 主任; 局长; 局長; 处长; 科长; 队长; 隊長; 老大"},
    {MEANING_FILLER,
     "谢谢; 謝謝; 多谢; 多謝; 辛苦; 辛苦了; 您辛苦; 哈; 哈哈; 啦; 哦; 噢; 喔; 呀; 啊; 请放心; 放心; 尽快; 發自我的 iphone; 发自我的 iphone|华为手机|小米手机|手机; 预计; 預計"},
    {MEANING_SORRY,
     "?很|非常|实在 抱歉 ?, ?但|但是; ?很 对不起 ?, ?但|但是; 對不起; 不好意思 ?, ?但|但是; ?我|人 在外地|在外面|出差|出差了|在出差|在医院|在醫院|有事|家里有事|家裡有事|生病|生病了|病了|发烧|请假|请假了|在休假|休假|休息|今天休息;  遗憾; 很遗憾; 今天; 今晚; 现在; 現在; 目前; 实在; 實在; 真的; 确实; 確實; 暂时; 暫時; 这次; 這次"},
    {MEANING_ABOUT,
     "?我 大约 ?需要; 大約; 需要; ?我 大概 ?需要; 约; 約; 差不多; 还有; 还要; 最多; 再过"},
    {MEANING_MINUTES,
     "分钟|分鐘|分|min ?左右 ?后|後|内|內|以内|以內|之内|左右 ?就|能|可|可以|即可 ?到|来|來|到达|到達|赶到|趕到|到场|到場|能到|到岗|到位"},
    {MEANING_NUMBER,
     "一; 二; 两; 兩; 三; 四; 五; 六; 七; 八; 九; 十; 廿; 几"},
    {MEANING_NEGATION,
     "没; 沒; 没有; 沒有; 未; 未能; 别; 別; 勿; 莫; 非; 无; 無; 冇; 唔; 甭; 休; 没能; 不会; 不會; 不得不; 不能不; 不可不; 不会不; 不會不; 不是不; 无不; 不用; 不必; 不要; 不想; 不是; 不知道; 不清楚"},
    {MEANING_TURN,
     "如果; 要是; 假如; 倘若; 除非; 但; 但是; 可是; 不过; 不過; 然而; 可能; 也许; 也許; 或许; 应该; 應該; 谁; 誰; 什么; 什麼; 啥; 怎么; 怎麼; "
     "为什么; 為什麼; 哪; 吗; 嗎; 么; 呢; 嘛; 吧; 或者; 还是; 還是; 稍等; 等等; 等一下; 尽量; 盡量; 试试; 考虑; 考慮; 收到没; 收到没有; 收到吗"},
    {MEANING_MACHINE,
     "自动|自動 回复|回覆|回復|应答|發送|发送; 正在开车; 在开车; 开车; 開車; 驾驶; 稍后; 稍後; 回电; 回電; 您的短信; 您的来电; 您的來電; 您的消息; 您的信息; 你的短信; 你的消息; "
     "未能接听; 无法接听; 無法接聽; 无法回复; 無法回覆; 不便接; 不方便接 ?听 ?电话; 不方便接电话; 留言; 请勿回复; 机主; 關機; 关机; 勿扰"},

    /* ---- German ---- */
    {MEANING_YES,
     "ja ?chef|klar|gerne|gern|sicher|bitte|danke|jawohl|ja; jo; jau; jup; jep; jepp; jop; joh; jawohl; jawoll; na klar; klar; naturlich; "
     "natuerlich; selbstverstandlich; selbstverstaendlich; gern; gerne; einverstanden; bestatigt; bestaetigt; ?ich bestatige|bestaetige; "
     "?ich quittiere; quittiert; angenommen; zugesagt; ?ich nehme_an; ?wird gemacht; wird erledigt; geht klar; passt; basst; in ordnung; "
     "?ich mach|mache ich|das|es|ich_das"},
    {MEANING_HEARD,
     "verstanden; alles klar; empfangen; erhalten; ?ich hab|habe|hab's es ?verstanden; habs; hab's; kein|keine problem|thema|sache; "
     "roger ?verstanden; is recht; okidoki"},
    {MEANING_COMING,
     "?ich|wir|i|mir komme|kimm|kumm|kim|kum|chume|chum ?gleich|sofort|schon|jetzt|direkt|umgehend|glei|grad|gerade|so_schnell_wie_moglich|so_schnell_es_geht; "
     "wir kommen ?gleich|sofort|schon|jetzt|direkt; ich komm ?gleich|sofort|schon|jetzt; "
     "?ich|wir|i|mir bin|sind|bi|san ?schon|scho|gleich|sofort|glei|bald|bereits|jetzt|quasi|fast|auch|grad "
       "unterwegs|underwegs|unterwags|da|dort|dran|vor_ort|auf_dem_weg|aufm_weg|am_weg|auf_anfahrt|dabei|zur_stelle; "
     "?schon|scho|gleich|sofort|bereits|auf unterwegs|vor_ort|auf_dem_weg|am_weg|anfahrt|aufm_weg; gleich|sofort|glei da|dort; "
     "?ich ubernehme|uebernehme|ubernehm|uebernehm ?ich|das|es|den|ihn|diesen ?einsatz|fall|ich; wir ubernehmen|uebernehmen ?das|es; "
     "?das|den ubernehme|uebernehme|ubernehm ich; das mach|mache ich; ich kann kommen|ubernehmen|uebernehmen|hin; "
     "?ich machs|mach_mich|mache_mich|mach_es|mache_es sofort|gleich|auf_den_weg ?auf_den_weg; "
     "?ich kummere|kuemmere|kummer|kuemmer mich ?darum|drum; ?ich fahr|fahre|geh|gehe|ruck|rucke|ruecke|zieh|ziehe ?sofort|gleich|jetzt|schon los|hin|aus; "
     "wir fahren|rucken|ruecken ?sofort|gleich|jetzt los|hin|aus; ?ich bin angekommen; angekommen; eingetroffen; auf dem weg; "
     "?in ?einer halbe|halben|halber|1|einer|eine ?halben|halbe stunde; viertelstunde; ?in einer|eine viertelstunde; "
     "zwei|drei|vier|funf|fuenf|sechs|sieben|acht|neun|zehn|zwolf|zwoelf|funfzehn|fuenfzehn|zwanzig|dreissig min|minuten; 5|10|15|20 min_bin_ich_da; "
     "bin ich da|dort"},
    {MEANING_NO,
     "nein ?danke|leider; nee; nein nein; noe; naa; leider nein; absage; sage_ab; ich_sage_ab; abgelehnt; ?ich lehne_ab|lehn_ab; ablehnung"},
    {MEANING_NOT,
     "?ich|wir kann|konnen|koennen|ko|i_ko|i_kann ?heute|heut|leider|gerade|grad|jetzt|im_moment nicht|nich|net|ned|nit|ni ?leider; ?ich|wir|i komme|komm|kommen|kimm|kumm ?heute|heut|leider|jetzt|doch|auch|sicher nicht|net|ned|nit ?mehr; "
     "?ich schaff|schaffe ?es|das|s ?heute|leider nicht|net|ned|nit; schaffs nicht|net|ned; ?das schaff|schaffe ich ?es|das ?heute|leider nicht|nich|net|ned; geht ?leider|heute|gerade|jetzt|bei_mir nicht|net|ned ?bei_mir|leider|heute; "
     "nicht moglich|moeglich; unmoglich; unmoeglich; ?ich bin raus; ohne mich"},
    {MEANING_CANNOT,
     "?ich|wir|i kann|konnen|koennen|ko ?heute|heut|leider|gerade|grad|jetzt|im_moment|aktuell|derzeit ?leider|heute nicht|net|ned|nit ?mehr kommen|hin|hinfahren|weg|helfen|ubernehmen|uebernehmen|ausrucken|ausruecken|annehmen|fahren|teilnehmen; "
     "?ich|wir kann|konnen|koennen es|das|den_einsatz|diesen_einsatz ?heute|leider|gerade|jetzt nicht ubernehmen|uebernehmen|annehmen|machen; "
     "?ich|wir werde|werden|will|wollen ?heute|leider|es nicht kommen|schaffen|kommen_konnen|kommen_koennen|ubernehmen|uebernehmen; "
     "?ich ?bin|bi|sind|i_bin ?leider|heute|gerade|grad|derzeit|zur_zeit krank|verhindert|im_urlaub|nicht_da|nicht_verfugbar|nicht_verfuegbar|nicht_im_dienst|nicht_in_der_stadt|"
       "nicht_vor_ort|ausser_dienst|nicht_einsatzbereit|nicht_abkommlich|unabkommlich|unabkoemmlich|nicht_im_land|ned_da|net_da; "
     "?ich ?habe|hab|i_hab ?heute|leider|grad|gerade keine|koa|kei|ka|keene zeit|zit; nicht verfugbar|verfuegbar|im_dienst"},
    {MEANING_UP,
     "eskalieren; eskaliere; ?bitte weiterleiten|weitergeben|hochgeben"},
    {MEANING_ALL,
     "alle ?drei|vier|funf; allesamt"},
    {MEANING_BOTH,
     "?alle beide; die beiden; die zwei"},
    {MEANING_AND,
     "und; sowie; et"},
    {MEANING_SELF,
     "ich; wir; mich; bin; selbst"},
    {MEANING_GREETING,
     "hallo; moin; moin moin; guten tag|morgen|abend; servus; gruss gott; grussgott; gruezi; gruzi; mahlzeit; morgen chef"},
    {MEANING_ADDRESS,
     "bitte; chef; chefin; kollege; kollegen; kollegin; leute"},
    {MEANING_FILLER,
     "danke ?schon|schoen|sehr|dir|ihnen; besten dank; vielen dank; merci; sofort; gleich; jetzt; schnell; bald; so_schnell_wie_moglich; lg; vg; mfg; "
     "bis gleich|dann|bald; gut; prima; perfekt; gruss; grusse; gruesse; viele|liebe|beste|schone|freundliche grusse|gruesse; mit freundlichen grussen|gruessen; tschuss; tschuess; da; dort; "
     "von meinem iphone|ipad|handy gesendet; gesendet von meinem iphone|handy|samsung"},
    {MEANING_SORRY,
     "heute; heut; heute abend; gerade; grad; im moment; derzeit; zurzeit; zur zeit; aktuell; auch; leider; entschuldigung; entschuldige; tut mir ?echt leid ?, ?aber; bedaure; bedauere; sry"},
    {MEANING_ABOUT,
     "ca; circa; etwa; ungefahr; ungefaehr; rund; maximal; spatestens ?in; spaetestens ?in"},
    {MEANING_MINUTES,
     "minuten; minuten da; min da; minuten bin_ich_da|dort|vor_ort; min bin_ich_da|dort|vor_ort; min. da"},
    {MEANING_AT,
     "um; gegen; bis"},
    {MEANING_IN,
     "?ich bin in; komme in"},
    {MEANING_NEGATION,
     "nicht; net; ned; nit; kein; keine; keiner; keinen; keinem; koa; koan; nie; niemals; niemand; nichts; ohne; weder; nix; kaum; falsch"},
    {MEANING_TURN,
     "wenn; falls; ob; aber; sondern; jedoch; ausser; es sei denn; vielleicht; evtl; eventuell; moglicherweise; moeglicherweise; wahrscheinlich; vermutlich; "
     "konnte; koennte; sollte; soll; wurde; wuerde; durfte; wer; wen; wem; was; wo; wann; warum; wieso; weshalb; welche; welcher; welches; wie; wieviel; "
     "oder; glaube; denke; hoffe; hoffentlich; mal sehen; spater; spaeter; erst; jein; joa"},
    {MEANING_MACHINE,
     "?ich fahre|fahr gerade|grade ?auto; am steuer; automatische antwort|nachricht|antwort; automatisch; abwesenheitsnotiz; abwesend; abwesenheit; "
     "nicht im buro|buero; rufe ?dich|sie zuruck|zurueck|spater|spaeter; zuruckrufen; zurueckrufen; melde mich; mailbox; ihre nachricht; deine nachricht; ihre sms"},

    /* ---- French ---- */
    {MEANING_YES,
     "oui ?chef|oui|merci|bien_sur|d'accord; ouais; ouaip; wi; bien sur; bien_entendu; evidemment; certainement; volontiers; affirmatif; d'accord; d accord; "
     "daccord; dac; dacc; ?je confirme; confirme; j'accepte; accepte; entendu"},
    {MEANING_HEARD,
     "?c'est bien recu; recu; recu cinq_sur_cinq|5_sur_5|5/5; cinq_sur_cinq; 5/5; compris; c'est compris; c'est note; bien compris; "
     "pas|aucun ?de souci|soucis|probleme|problemes|pb; sans probleme; c'est entendu"},
    {MEANING_COMING,
     "j'arrive|j_arrive|jarrive ?tout_de_suite|de_suite|vite; j'y|jy|j_y vais|suis|cours|file|fonce; "
     "je|on arrive|viens|pars|pars_tout_de_suite|prends|fonce|prends_la_route|suis_en_route|suis_en_chemin|suis_sur_place|suis_la|m'en_occupe|m'en_charge|men_occupe|"
       "le_prends|la_prends|prends_en_charge|suis_dessus|peux_venir|gere|suis_parti|suis_partie|suis_arrive|suis_arrivee|me_mets_en_route; "
     "?je|on ?suis|chuis|est|sommes ?deja en_route|en_chemin|sur_place|sur_la_route|sur_le_chemin; on y va; on arrive; nous arrivons; "
     "arrive|arrivons ?tout_de_suite; m'en occupe; "
     "?dans une? demi|demie heure; ?dans une demi|1|une heure; ?dans un quart d'heure; cinq|dix|quinze|vingt|trente min|minutes|mn"},
    {MEANING_NO,
     "non ?merci|desole|desolee; nan; negatif; non non; je decline; decline; je refuse; refuse; refus"},
    {MEANING_NOT,
     "?je|on ?ne peux|peut|pourrai|pourrais ?vraiment|malheureusement pas ?moi; jpeux|j'peux|chpeux pas; je|on ?ne viens|viendrai|viendrais|vais|irai pas; pas possible; impossible; je ne peux"},
    {MEANING_CANNOT,
     "?je|on ?ne peux|peut|pourrai|pourrais ?malheureusement pas ?y venir|aller|prendre|le_prendre|la_prendre|m'en_occuper|m'en_charger|me_deplacer|intervenir|etre_la|me_liberer|me_rendre|assurer; "
     "jpeux|j'peux pas venir|y_aller; ?je ?ne vais pas pouvoir ?venir|y_aller; je_n'ai|j'ai|n'ai pas le_temps|de_temps; "
     "?je suis ?malheureusement malade|absent|absente|indisponible|en_conge|en_conges|en_vacances|pas_disponible|pas_dispo|pas_de_garde|pas_la|souffrant|souffrante; "
     "je_ne suis pas disponible|dispo|la|de_garde|en_service; pas|non ?de disponible|dispo|garde; indisponible; impossible de|pour venir|moi|y_aller|me_deplacer|me_liberer"},
    {MEANING_UP,
     "escalader; escaladez; escalade"},
    {MEANING_ALL,
     "tous; toutes; tous les trois|quatre"},
    {MEANING_BOTH,
     "?tous|toutes les deux; les 2"},
    {MEANING_SELF,
     "je; j'ai; suis; nous; moi; moi meme"},
    {MEANING_GREETING,
     "bonjour; bonsoir; salut; coucou; bjr; bsr"},
    {MEANING_ADDRESS,
     "s'il vous|te plait; svp; stp; patron; monsieur; madame; mon capitaine"},
    {MEANING_FILLER,
     "merci ?beaucoup|bien; tout de suite; de suite; immediatement; maintenant; vite; rapidement; bientot; des que possible; "
     "cordialement; bonne journee|soiree|nuit; c'est bon; ca marche; ca roule; parfait; a tout ?de_suite; a tout a l'heure; envoye de mon iphone|mobile|telephone"},
    {MEANING_SORRY,
     "aujourd'hui; ce soir; actuellement; en ce moment; vraiment; ?je_suis|vraiment desole|desolee|navre|navree ?, ?mais; pardon; malheureusement; helas; dsl; excusez moi; excuse moi"},
    {MEANING_ABOUT,
     "environ; approximativement; a peu pres; au maximum; moins de"},
    {MEANING_MINUTES,
     "mn; minutes j'arrive; min j'arrive; minutes environ"},
    {MEANING_AT,
     "vers; a"},
    {MEANING_IN,
     "dans; d'ici; ?j'arrive|j_arrive|arrive|sur_place|la dans"},
    {MEANING_NEGATION,
     "pas; ne; jamais; rien; personne; aucun; aucune; sans; ni; plus; guere"},
    {MEANING_TURN,
     "mais; sauf; peut etre; probablement; sans doute; qui; quoi; quand; ou; pourquoi; comment; quel; quelle; quels; est ce; eventuellement; "
     "s'il; si je; si vous; si on; j'essaie; je vais essayer; c'est quoi; plus tard; apres; je pense; je crois; pourrait"},
    {MEANING_MACHINE,
     "je conduis; ?je_suis au volant; en conduisant; reponse|message automatique; absent du bureau; ?je vous|te rappelle|rappellerai|recontacte|recontacterai; rappellerai; repondeur; messagerie; "
     "votre message; ton message"},

    /* ---- Spanish ---- */
    {MEANING_YES,
     "si claro|senor|senora|jefe|jefa|gracias|si|por_supuesto|confirmo|acepto; claro ?que_si; por supuesto; desde luego; afirmativo; confirmo; confirmado; "
     "acepto; aceptado; conforme; de acuerdo; perfecto confirmo; "
     "cuenta|cuenten|cuente conmigo"},
    {MEANING_HEARD,
     "vale; okey; oka; dale; recibido; entendido; enterado; enterada; copiado; copio; oido; listo; perfecto; sin problema|problemas; no hay problema; ningun problema; mensaje recibido y entendido"},
    {MEANING_COMING,
     "?si ?yo ?ya|ahora|enseguida voy ?yo|ya ?ahora_mismo|ahora|ya|para_alla|pa_alla|palla|para_alli|alla|alli|enseguida|corriendo|de_camino|en_camino|llegando|saliendo|volando|hacia_alla|en_seguida; "
     "?si ?ya estoy|estamos|vamos en_camino|de_camino|llegando|saliendo|yendo|alli|alla|ahi|en_el_lugar|en_el_sitio|en_ruta|en_ello; ?ya en camino|ruta; de camino; "
     "vamos para_alla|hacia_alla|ya|de_inmediato|enseguida; ?ya|enseguida llego|llegamos ?enseguida|ahora|ya; ?ya salgo|salimos|saliendo ?ya|ahora|para_alla|enseguida|inmediatamente; "
     "?yo ?ya lo|la|me_lo tomo|cojo|hago|atiendo|asumo|llevo|quedo|gestiono; ?yo ?ya me encargo|ocupo ?yo|de_ello|del_tema; me_hago cargo; asumo; yo_puedo ir|acudir; acudo ?ya|enseguida; "
     "llegando; ?ya he_llegado|llegue; "
     "?en media|una|1 hora; cinco|diez|quince|veinte|treinta min|minutos; ?un cuarto de hora"},
    {MEANING_NO,
     "negativo; no gracias; nop; no no; declino; lo declino; rechazo; ?lo rechazo; rechazado; me niego"},
    {MEANING_NOT,
     "?yo no puedo|podre|podria; ?yo no voy|ire|acudo|acudire|llego; imposible; ni modo"},
    {MEANING_CANNOT,
     "?yo ?hoy|ahora no puedo|podre|podria|podemos ?ahora|hoy ir|venir|acudir|asistir|llegar|atender|atenderlo|atenderla|tomarlo|hacerlo|hacerme_cargo|encargarme|salir|desplazarme|cubrirlo; "
     "?yo no voy a ir|poder ?ir|acudir; no podre ir; no estoy disponible|de_guardia|de_turno|en_la_ciudad|en_servicio; no disponible; ?me_es|me_resulta imposible ir|acudir|llegar; me es imposible; "
     "?hoy|ahora no puedo hoy|ahora; estoy enfermo|enferma|de_baja|de_vacaciones|fuera_de_la_ciudad|malo|mala; no tengo tiempo; no estoy ?de guardia|turno"},
    {MEANING_UP,
     "escalar; escalo; escalalo"},
    {MEANING_ALL,
     "todos; todas; todos ellos"},
    {MEANING_BOTH,
     "ambos; ambas; los|las dos|2"},
    {MEANING_SELF,
     "yo; estoy; puedo; podre; nosotros"},
    {MEANING_GREETING,
     "hola; buenas ?tardes|noches; buenos dias"},
    {MEANING_ADDRESS,
     "por favor; jefe; jefa; senor; senora; companero; companera"},
    {MEANING_FILLER,
     "gracias; muchas gracias; bien; genial; ahora; ahora mismo; enseguida; en seguida; pronto; inmediatamente; rapido; saludos; ?un saludo; de inmediato; "
     "enviado desde mi iphone|movil|telefono; ahorita"},
    {MEANING_SORRY,
     "hoy; esta noche; en este momento; por el momento; actualmente; lo siento ?mucho ?, ?pero; perdon; perdona; perdone; disculpe; disculpa; disculpen; lamentablemente; desgraciadamente; lamento; por desgracia"},
    {MEANING_ABOUT,
     "unos; unas; aproximadamente; aprox; cerca de; mas o menos; como mucho; menos de"},
    {MEANING_MINUTES,
     "minuto; minutos; minutos llego; minutos estoy_alli|ahi|alla; minutitos"},
    {MEANING_AT,
     "a las; sobre las; hacia las"},
    {MEANING_IN,
     "en; dentro de; llego|llegamos|estoy_alli|alli|alla en"},
    {MEANING_NEGATION,
     "nunca; jamas; nada; nadie; ningun; ninguna; ninguno; tampoco; sin; apenas; no es; no hay; no se"},
    {MEANING_TURN,
     "pero; excepto; salvo; a menos que; quiza; quizas; tal vez; talvez; a lo mejor; probablemente; posiblemente; quien; cuando; donde; adonde; por que; cual; "
     "o; si puedo; si me; si no; acaso; creo; intentare; mas tarde; luego; despues"},
    {MEANING_MACHINE,
     "?estoy conduciendo|manejando; al volante; respuesta|mensaje automatica|automatico; fuera de la oficina; ?te|le|lo|la llamo|llamare ?luego|despues|mas_tarde; buzon; contestador; su mensaje; tu mensaje"},
};
/* clang-format on */

const struct answer_words *answer_words(size_t *ret_n)
{
    *ret_n = sizeof(words) / sizeof(*words);
    return words;
}
