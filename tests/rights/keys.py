"""Which parts of an answer of the API say something to whom: null and empty say nothing, so `texts.problem` is there
for the station and not for whoever asked. Read as seen.py is."""

PERSONS = "residents[].about residents[].id residents[].name residents[].place residents[].waits"
HEARD = "heard[].at heard[].kind heard[].side heard[].status heard[].words"
REFERRAL = "id late matter matter_name opened_at owner person.id person.name state title unit urgency words"
REFERRALS = "referrals[].due_at referrals[].id referrals[].late referrals[].matter referrals[].matter_name referrals[].opened_at referrals[].owner referrals[].person.id referrals[].person.name referrals[].state referrals[].title referrals[].unit referrals[].urgency referrals[].words"
RECORD = "at class domain heads id kind minutes state thread unit version workers"
RECORDS = "records[].at records[].class records[].heads records[].id records[].kind records[].minutes records[].people[].id records[].people[].name records[].state records[].unit records[].version records[].workers"
LOOPS = "loops[].due_at loops[].id loops[].kind loops[].kind_name loops[].late loops[].opened_at loops[].owner.id loops[].owner.name loops[].person.id loops[].person.name loops[].state loops[].title loops[].turn loops[].unit loops[].waiter"
Table = dict[str, dict[str, str]]

KEYS: Table = {
    "api:me *": {
        "STAFF hub agency purchaser street committee department": "can[] name posts[].place posts[].role posts[].role_name posts[].units[] user",
        "both@committee evaluator sysadmin secadmin auditor": "can[] name posts[].place posts[].role posts[].role_name user",
    },
    "api:find_residents *": {
        "CARERS ASKERS": f"{PERSONS} residents[].phone",
        "MATES lead": "",
    },
    "api:find_residents?q={word} own person": {
        "STAFF ASKERS": f"{PERSONS} residents[].phone",
    },
    "api:find_residents?q={word} sibling person": {"STAFF ASKERS": ""},
    "api:find_residents?q={word} other person": {"STAFF ASKERS": ""},
    "api:find_residents?q={word} own child": {
        "STAFF": f"{PERSONS} residents[].phone",
        "ASKERS": "",
    },
    "api:find_residents?q={word} sibling child": {"STAFF ASKERS": ""},
    "api:find_residents?q={word} other child": {"STAFF ASKERS": ""},
    "api:find_residents?q={word} own newcomer": {
        "STAFF ASKERS": PERSONS,
    },
    "api:find_residents?q={word} sibling newcomer": {"STAFF ASKERS": ""},
    "api:find_residents?q={word} other newcomer": {"STAFF ASKERS": ""},
    "api:find_residents?q={word} unknown": {"STAFF ASKERS": ""},
    "api:one_resident own person": {
        "STAFF": "about address community id name number phones[] state unit"
    },
    "api:one_resident own child": {"STAFF": "about address id name number phones[] state unit"},
    "api:one_resident own newcomer": {"STAFF": "about community id name number state unit"},
    "api:matters *": {
        "STAFF ASKERS hub purchaser": "matters[].addressee matters[].code matters[].name matters[].verdict matters[].verdict_name matters[].wording",
    },
    "api:list_referrals GET *": {
        "STAFF": REFERRALS,
        "ASKERS": f"{REFERRALS} referrals[].receipt",
    },
    "api:one_referral own referral": {
        "CARERS lead": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at clocks[].met_at due_at texts.needs texts.problem texts.tried verbs[]",
        "MATES": f"{REFERRAL} clocks[].code clocks[].due_at clocks[].met_at due_at verbs[]",
        "ASKERS": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at clocks[].met_at due_at receipt sessions",
    },
    "api:one_referral own ask": {
        "STAFF": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at due_at texts.needs texts.problem texts.tried verbs[]",
        "ASKERS": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at due_at receipt",
    },
    "api:accept_referral *": {
        "MATES worker lead": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at clocks[].met_at due_at texts.needs texts.problem texts.tried verbs[]",
        "room": f"{REFERRAL} clocks[].code clocks[].due_at clocks[].met_at due_at verbs[]",
    },
    "api:return_referral *": {
        "STAFF": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at due_at texts.needs texts.problem texts.tried",
    },
    "api:decline_referral *": {
        "MATES CARERS": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at due_at texts.alternative texts.needs texts.problem texts.tried texts.words",
        "lead": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at due_at texts.alternative texts.needs texts.problem texts.tried texts.words verbs[]",
    },
    "api:answer_referral *": {
        "CARERS lead": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at clocks[].met_at closed_at texts.needs texts.problem texts.tried",
        "MATES": f"{REFERRAL} clocks[].code clocks[].due_at clocks[].met_at closed_at",
    },
    "api:resend_referral *": {
        "ASKERS": f"{HEARD} {REFERRAL} clocks[].code clocks[].due_at due_at receipt",
    },
    "api:list_records GET *": {
        "CARERS lead": f"{RECORDS} records[].community records[].domain records[].note records[].thread",
        "MATES": f"{RECORDS} records[].community records[].domain records[].thread",
    },
    "api:list_records?person={pk} GET own person": {
        "CARERS lead": f"{RECORDS} records[].community records[].domain records[].note records[].thread",
        "MATES": f"{RECORDS} records[].community records[].domain records[].thread",
    },
    "api:list_records?person={pk} GET sibling person": {"STAFF": ""},
    "api:list_records?person={pk} GET other person": {"STAFF": ""},
    "api:list_records?person={pk} GET own child": {
        "CARERS": f"{RECORDS} records[].domain records[].note records[].thread",
        "MATES lead": f"{RECORDS} records[].domain records[].thread",
    },
    "api:list_records?person={pk} GET sibling child": {"STAFF": ""},
    "api:list_records?person={pk} GET other child": {"STAFF": ""},
    "api:list_records?person={pk} GET unknown": {"STAFF": ""},
    "api:list_records POST own person": {
        "STAFF": f"{RECORD} community note people[].id people[].name",
    },
    "api:list_records POST own child": {
        "STAFF": f"{RECORD} note people[].id people[].name",
    },
    "api:list_records POST own case": {"STAFF": f"{RECORD} note"},
    "api:list_records POST own promise": {"STAFF": f"{RECORD} note"},
    "api:one_record own record": {
        "CARERS lead": f"{RECORD} community note people[].id people[].name",
        "MATES": f"{RECORD} community people[].id people[].name",
    },
    "api:one_record own childrecord": {
        "CARERS": f"{RECORD} note people[].id people[].name",
        "MATES lead": f"{RECORD} people[].id people[].name",
    },
    "api:list_loops *": {
        "CARERS": f"{LOOPS} loops[].parent",
        "MATES": "",
        "ASKERS lead": LOOPS,
    },
    "api:list_loops?owner=all *": {
        "ASKERS": LOOPS,
        "lead": f"{LOOPS} loops[].parent",
    },
    "api:list_measures *": {
        "STAFF hub agency purchaser street": "measures[].by[] measures[].id measures[].name measures[].per measures[].says measures[].word",
    },
    "api:one_figure?measure=service.person_times&unit={pk}&from=2026-02-01&to=2026-02-28 *": {
        "STAFF hub agency": "counted_at from measure rows sum to unit value word",
        "purchaser street": "counted_at from measure rows to unit word",
    },
    "api:figure_rows?measure=service.person_times&unit={pk}&from=2026-02-01&to=2026-02-28 *": {
        "STAFF": "rows[].class rows[].community rows[].n rows[].on rows[].row rows[].unit rows[].what rows[].whom rows[].worker",
        "hub agency": "rows[].class rows[].community rows[].n rows[].on rows[].unit rows[].what rows[].whom rows[].worker",
    },
    "api:close_account *": {"sysadmin": "open username"},
    "api:one_handover *": {
        "lead": "fresh id items[].client_told items[].id items[].joint_intro items[].label items[].loop items[].minor items[].partner_told items[].receiver items[].said items[].state items[].title last_day leaver offered open own taken total unowned",
    },
}
