#include "wire/commands/meaning.h"

#include "base/fold.h"

struct meaning {
    const char *words; /* separated by spaces */
    const char *meant;
};

static const struct meaning verbs[] = {
    {"delete del remove rm erase discard void undo revert withdraw 删除 删 撤销 撤回 löschen "
     "loeschen entfernen supprimer effacer annuler borrar eliminar anular",
     "nothing is deleted: CLOSE n outcome ends an incident, CORRECT n text mends what was "
     "reported, "
     "SET n field=unknown takes a value back"},
    {"edit update modify change amend alter fix revise replace 修改 更改 更正 编辑 更新 ändern "
     "aendern bearbeiten korrigieren modifier changer corriger editar modificar cambiar corregir "
     "actualizar",
     "SET n field=value changes what is known, CORRECT n text the wording, GRADE n 1..4 reason the "
     "grade"},
    {"open 打开 öffnen oeffnen ouvrir abrir",
     "REPORT text opens an incident, REOPEN n reason one that was closed; LIST has those that are "
     "open"},
    {"new create add insert submit alarm alert emergency incident 新建 新增 添加 接报 报告 报警 "
     "melden "
     "meldung neu anlegen nouveau créer creer signaler ajouter alarme nuevo crear añadir avisar "
     "informar",
     "REPORT text opens an incident, NOTE n text adds to one"},
    {"comment remark append annotate memo msg message write say 备注 记录 留言 notiz bemerkung "
     "kommentar commentaire remarque comentario comentar nota anotar",
     "NOTE n text adds to an incident, LOG text writes a free entry"},
    {"get view display see read cat info detail details print inspect describe 查看 显示 详情 查 "
     "zeigen anzeigen afficher voir montrer mostrar ver detalle",
     "SHOW n shows an incident, LIST those that are open"},
    {"ls dir all queue overview incidents active pending 列表 清单 列出 liste lister listar lista",
     "LIST shows the incidents that are open, LOG the latest entries"},
    {"history journal 日志 历史 protokoll verlauf historique historial registro",
     "LOG lists the latest entries, SHOW n those of an incident"},
    {"search grep query lookup locate 查找 搜索 查询 suchen suche chercher rechercher buscar",
     "FIND words looks through the log"},
    {"accept acknowledge acked acking confirm claim assign own mine coming ok okay yes roger copy "
     "签收 确认 收到 接受 接单 annehmen bestätigen bestaetigen quittieren übernehmen uebernehmen "
     "ja "
     "accepter confirmer prendre oui aceptar confirmar tomar sí si",
     "ACK n takes an incident, LIST unacked shows which ones wait"},
    {"reject deny no nope cannot unack unassign release giveback 拒绝 拒绝接单 不能 来不了 "
     "ablehnen "
     "nein refuser non rechazar",
     "DECLINE n says that you cannot come, and gives back what you have taken"},
    {"resolve resolved solve solved finish finished done complete completed end terminate cancel "
     "stop clear 关闭 结束 完成 结案 办结 取消 schließen schliessen beenden erledigt abschließen "
     "fermer terminer clore clôturer cerrar terminar cancelar",
     "CLOSE n outcome ends an incident, QUIT the connection"},
    {"resume reactivate unclose restore 重开 恢复 wiedereröffnen rouvrir reabrir",
     "REOPEN n reason takes up a closed incident again"},
    {"exit bye goodbye logout logoff disconnect q 退出 再见 注销 abmelden ende tschüss quitter "
     "déconnexion salir adiós adios",
     "QUIT ends the connection"},
    {"hi hello helo ehlo user pass password auth signin su sudo 登录 登陆 登入 你好 anmelden hallo "
     "connexion bonjour entrar hola",
     "LOGIN person password says who you are"},
    {"man ? usage commands menu 帮助 hilfe aide ayuda", "HELP lists all commands"},
    {"raise up promote forward 升级 上报 eskalieren weiterleiten escalader transférer escalar",
     "ESCALATE n calls the next step of the chain of command now"},
    {"send sms page notify call dial 短信 发送 呼叫 通知 anrufen senden envoyer appeler enviar "
     "llamar",
     "the chain of command pages by itself; ESCALATE n calls the next step now"},
    {"duty oncall on-call shift shifts schedule rota calendar 值班 值班表 排班 dienst dienstplan "
     "schicht planning garde turno guardia",
     "WHO shows who is on duty, ROSTER the shifts to come"},
    {"link join combine duplicate dup 合并 zusammenführen zusammenlegen fusionner fusionar unir",
     "MERGE n m says that n is the same as m"},
    {"priority severity level 级别 等级 定级 stufe priorität niveau priorité nivel prioridad",
     "GRADE n 1..4 reason changes the grade"},
    {"health uptime version sysinfo 状态 zustand état estado",
     "STATUS shows how the daemon is, SHOW n how an incident is"},
    {"tail follow subscribe listen monitor 监视 监听 beobachten suivre seguir",
     "WATCH on sends every entry as it is written"},
    {"checkin clockin arrive present 签到 上班 到岗 anwesend présent presente",
     "ON post says that you are there, HERE code answers a roll call"},
    {"checkout clockout leave 签退 下班 离岗", "OFF post says that you leave"},
    {"swap cover substitute 换班 替班 调班 顶班 vertreten remplacer sustituir",
     "RELIEVE post out=ID in=ID until= reason lets somebody stand in; HANDOVER post to=ID hands "
     "over"},
    {"handoff transfer 交班 交接 交接班 移交 übergabe übergeben uebergabe passation relevo",
     "HANDOVER post to=ID offers your place to somebody, who answers with TAKE"},
    {"接班", "TAKE post takes over what was handed over to you"},
};

static const struct meaning fields[] = {
    {"location loc address addr where street road site ort adresse lieu lugar", "place"},
    {"tel telephone mobile cell number callback contact telefon handy portable teléfono", "phone"},
    {"type category cat kind art typ tipo", "class"},
    {"severity priority prio level stufe niveau nivel", "grade"},
    {"dead death killed fatalities tote morts muertos", "deaths"},
    {"wounded hurt casualties verletzte blessés heridos", "injured"},
    {"stuck locked eingeschlossen", "trapped"},
    {"vermisst disparus desaparecidos", "missing"},
    {"name reporter informant from who", "caller"},
    {"organisation organization org company", "unit"},
    {"source via medium", "channel"},
    {"time when date happened at", "occurred"},
    {"exercise training test", "drill"},
    {"secret private anonymous", "confidential"},
    {"damage cost", "loss"},
    {"comment description desc message wording", "text"},
    {"correct correction fixes", "corrects"},
    {"from start begin after", "since"},
    {"to till end before", "until"},
    {"max count top n", "limit"},
    {"user author person who", "by"},
    {"person user whom", "to"},
    {"number id n no", "incident"},
};

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

static bool has_word(const char *words, struct slice said)
{
    struct slice rest = slice_of(words);

    while (rest.len)
        if (fold_equal(slice_cut(&rest, ' '), said))
            return true;
    return false;
}

static bool is_number(struct slice said)
{
    long long number;

    return slice_to_number(said, 0, 999999, &number);
}

const char *meaning_of_verb(struct slice said)
{
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (has_word(verbs[i].words, said))
            return verbs[i].meant;
    return is_number(said) ? "a number goes after its command: ACK n takes an incident, ACK "
                             "code=4711 answers a page, SHOW n shows what is known"
                           : NULL;
}

const char *meaning_of_field(struct slice said, size_t n)
{
    for (size_t i = 0; i < COUNT(fields); i++)
        if (has_word(fields[i].words, said) && n-- == 0)
            return fields[i].meant;
    return NULL;
}
