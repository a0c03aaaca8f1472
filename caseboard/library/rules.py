"""What the library makes of the rule files: the wrapped rule, and the relations of MADE.

A rule file answers met, not_met or missing. The library adds what every rule shares: `not_used` where the
program's battery has none of its instruments, the sentence of `say`, and the file's own facts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from caseboard.errors import RequestError
from caseboard.library.query import FLAG_KINDS, RULE_KINDS, Built, Query
from caseboard.library.text import near
from caseboard.quoting import identifier, literal

STATE_COLUMNS = (
    "rule", "title", "kind", "severity", "client_id", "state", "value", "threshold", "since",
    "covered_from", "covered_value", "evidence", "suggests", "source", "direction", "answer_holds", "unit",
)  # fmt: skip
MADE = ("rule_state", "finding", "flag", "process_flag", "criterion", "rule_info")
INFO_COLUMNS = ("title", "suggests", "source")  # the same for all rows of a rule: in `rule_info`
FLAG_COLUMNS = tuple(name for name in STATE_COLUMNS if name not in (*INFO_COLUMNS, "unit"))
NEEDED = ("client_id", "state", "value", "threshold", "since")
OF_OUTCOME = ("client_id", "on_day", "happened", "happened_on")
STATES = ("met", "not_met", "missing", "not_used")
_USED = "(len(own.battery) = 0 or list_has_any(of_client.instruments, own.battery))"
_STATE = f"""case
        when own.state in ({", ".join(map(literal, STATES))}) then own.state
        when own.state is null then 'missing'
        else error(
            format(
                '{{}}.sql answers ''{{}}'', which is no state; it may answer {", ".join(STATES)}.',
                own.rule,
                own.state
            )
        )
    end"""
_SEVERITY = """case
        when own.state = 'met' and own.severity not between 1 and 3
            then error(format('{}.sql answers with severity {}; it is 1, 2 or 3.', own.rule, own.severity))
        else own.severity
    end as severity"""
_USED_STATE = f"case when {_USED} then {_STATE} else 'not_used' end"
_USED_EVIDENCE = f"case when {_USED} then own.evidence end"
_OF_CLIENT = "left join client_fact as of_client on own.client_id = of_client.client_id"
_PIECE = re.compile(r"\{([\w ]+)(?::([^}]*))?\}")


def own(query: Query, columns: Sequence[tuple[str, str]]) -> str:
    """The select of a rule's own answers, with what the library adds to them: `own_<rule>`.

    `columns` are those of the rule's own statement, as (name, DuckDB type). Whatever reads many rules reads
    these and asks for the battery once. Raises RequestError when the statement lacks a column, or
    `say` names one that is not there.
    """
    types = dict(columns)
    must_return(query, "rule", NEEDED, types)
    taken = {"client_id", "because", *STATE_COLUMNS, "battery"}
    more = [name for name in types if name not in taken]

    def told(name: str, otherwise: str, cast: str = "") -> str:
        """What the row tells, or else the file."""
        return f"coalesce(answer.{name}{cast}, {otherwise})" if name in types else otherwise

    severity = told("severity", str(query.severity) if query.severity is not None else "null")
    covered = told("covered_from", "answer.since")
    value = told("covered_value", "answer.value")
    direction = told("direction", "-1" if query.header.get("worse") == "lower" else "1")
    holds = told("answer_holds", "true")
    unit = told("unit", literal(query.unit) if query.unit else "null", "::varchar")
    said = ", ".join(sentence(query, types))
    because = " when answer.state in ('not_met', 'missing') then answer.because" if "because" in types else ""
    further = "".join(f",\n    answer.{identifier(name)}" for name in more)
    return f"""with answer as (
{query.sql}
)

select
    {literal(query.stem)} as rule,
    {literal(query.title)} as title,
    {literal(query.kind)} as kind,
    ({severity})::integer as severity,
    answer.client_id,
    answer.state,
    answer.value::double as value,
    answer.threshold::double as threshold,
    answer.since::date as since,
    ({covered})::timestamp as covered_from,
    ({value})::double as covered_value,
    case when answer.state = 'met' then concat({said}){because} end as evidence,
    {_texts(query.suggests)} as suggests,
    {literal(query.source)} as source,
    ({direction})::integer as direction,
    {holds} as answer_holds,
    ({unit})::varchar as unit,
    {_texts(query.battery)} as battery{further}
from answer"""


def must_return(query: Query, what: str, names: Sequence[str], found: Collection[str]) -> None:
    """Raise RequestError where a file lacks a column that every one of its kind returns."""
    for name in names:
        if name not in found:
            raise RequestError(
                f"{query.path}: the {what} returns no column '{name}'; every {what} returns "
                f"{', '.join(names)}."
            )


def heard(query: Query) -> str:
    """The select of a rule's answers with the battery heard, further columns of the rule included.

    No answer is `missing`; one that is no state, or has no such severity, stops the query with a sentence.
    """
    said, joined = f"{_SEVERITY},\n    {_STATE} as state", ""
    if query.battery:
        said = f"{_SEVERITY},\n    {_USED_STATE} as state,\n    {_USED_EVIDENCE} as evidence"
        joined = f"\n{_OF_CLIENT}"
    return f"select own.* exclude (battery) replace (\n    {said}\n)\nfrom own_{query.stem} as own{joined}"


def _texts(items: Sequence[str]) -> str:
    return "[" + ", ".join(literal(item) for item in items) + "]::varchar[]"


def sentence(query: Query, types: dict[str, str]) -> list[str]:
    """The pieces of `say` as SQL texts. Formats: `{value:1}` decimals, `{value:0%}` percent, dates short."""
    pieces: list[str] = []
    end = 0
    for match in _PIECE.finditer(query.say):
        if match.start() > end:
            pieces.append(literal(query.say[end : match.start()]))
        pieces.append(_shown(query, match[1], match[2] or "", types))
        end = match.end()
    if end < len(query.say):
        pieces.append(literal(query.say[end:]))
    return pieces or [literal(query.title)]


def _shown(query: Query, name: str, form: str, types: dict[str, str]) -> str:
    if name in types:
        column, kind = f"answer.{identifier(name)}", types[name]
    elif name in query.parameters:
        column, kind = f"getvariable({literal(name)})", query.parameters[name].type
    else:
        raise RequestError(
            f"{query.path}: 'say' names {{{name}}}, which is no column of the rule and no parameter"
            f"{near(name, [*types, *query.parameters])}."
        )
    match = re.fullmatch(r"\.?(\d)(%?)f?", form)
    if form and not match:
        raise RequestError(
            f"{query.path}: the format in {{{name}:{form}}} is unknown; use a number of decimals, "
            "with % for a share."
        )
    if match:
        share = " * 100" if match[2] else ""
        text = f"format('{{:.{match[1]}f}}{match[2]}', ({column})::double{share})"
    elif kind.upper() == "DATE" or kind.upper().startswith("TIMESTAMP"):
        text = f"short_day(({column})::date)"
    elif kind.upper() in ("DOUBLE", "FLOAT"):
        text = f"printf('%g', {column})"
    else:
        text = f"({column})::varchar"
    return f"coalesce({text}, '-')"


def relations(rules: Sequence[Query]) -> list[Built]:
    """The relations of MADE, made of all rule files."""
    ordered = sorted(rules, key=lambda rule: rule.stem)

    def stems(*kinds: str) -> list[str]:
        return [rule.stem for rule in ordered if rule.kind in kinds]

    def built(name: str, sql: str, of: Sequence[str], *more: str, kind: str = "view") -> Built:
        owns = [f"own_{stem}" for stem in of]
        return Built(name, sql, frozenset([*owns, *more, "client_fact"] if of else more), kind)

    everything, flags, criteria = stems(*RULE_KINDS), stems(*FLAG_KINDS), stems("step_down")
    process = stems("process")
    judged = ("rule", "title", "client_id", "state", "value", "threshold", "since", "evidence")
    speaks = "\nwhere coalesce(state, 'missing') not in ('not_met', 'not_used')"
    finding = f"select * from (\n{_heard(flags, FLAG_COLUMNS, speaks)}\n) where state <> 'not_used'"
    process_flag = _flag(_heard(process, FLAG_COLUMNS, speaks))
    return [
        built("rule_state", _heard(everything, STATE_COLUMNS), everything),
        # Asked for once: what is met, and what could not be judged.
        built("finding", finding, flags, kind="table"),
        Built("flag", _flag("select * from finding"), frozenset(["finding", "answer", "rule_info"]), "table"),
        built("process_flag", process_flag, process, "answer", "rule_info"),
        built("criterion", _heard(criteria, judged), criteria, kind="table"),
        Built("rule_info", _info(ordered), kind="reference"),
    ]


def outcome_relations(outcomes: Sequence[Query]) -> list[Built]:
    """`outcome_day` and `outcome_info`, made of all files of the kind outcome."""
    columns = ("outcome", *OF_OUTCOME)
    told = ("outcome", "title", "said", "judges", "same_input")
    days = [
        f"select\n    {literal(outcome.stem)} as {', '.join(columns)}\n"
        f"from {outcome.stem}\nwhere happened is not null"
        for outcome in outcomes
    ]
    infos = [
        f"select\n    {literal(outcome.stem)} as outcome,\n    {literal(outcome.title)} as title,\n"
        f"    {literal(outcome.say)} as said,\n    {_texts(outcome.judges)} as judges,\n"
        f"    {_texts(outcome.same_input)} as same_input"
        for outcome in outcomes
    ]
    stems = frozenset(outcome.stem for outcome in outcomes)
    return [
        Built("outcome_day", "\nunion all\n".join(days) or _none(columns), stems, "table"),
        Built("outcome_info", "\nunion all\n".join(infos) or _none(told)),
    ]


def _heard(stems: Sequence[str], columns: Sequence[str], condition: str = "") -> str:
    """These columns of several rules' own answers, those for which the condition holds, as in `heard`:
    `not_used`, and no evidence, where the program has none of the rule's instruments. It is asked for once.
    """
    said = {
        "severity": _SEVERITY,
        "state": f"{_USED_STATE} as state",
        "evidence": f"{_USED_EVIDENCE} as evidence",
    }
    read = (*columns, "battery")
    listed, shown = ",\n    ".join(read), ",\n    ".join(said.get(name, f"own.{name}") for name in columns)
    each = "\nunion all\n".join(f"select\n    {listed}\nfrom own_{stem}{condition}" for stem in stems)
    answers = each or _none(read)
    return f"with own_answer as (\n{answers}\n)\n\nselect\n    {shown}\nfrom own_answer as own\n{_OF_CLIENT}"


def _none(columns: Sequence[str]) -> str:
    """A select of these columns that has no row."""
    types = {
        "severity": "integer", "value": "double", "threshold": "double", "since": "date",
        "covered_from": "timestamp", "covered_value": "double", "suggests": "varchar[]",
        "direction": "integer", "answer_holds": "boolean", "battery": "varchar[]",
        "on_day": "date", "happened": "boolean", "happened_on": "date", "judges": "varchar[]",
        "same_input": "varchar[]", "reviewed": "date",
    }  # fmt: skip
    listed = ",\n    ".join(f"null::{types.get(c, 'varchar')} as {c}" for c in columns)
    return f"select\n    {listed}\nwhere false"


def _flag(answers: str) -> str:
    return f"""with heard as (
{answers}
),

met as (
    select * from heard where state = 'met'
),

answered as (
    select
        met.client_id,
        met.rule,
        max(answer.answered_on) as answered_on
    from met
    inner join answer
        on
            met.client_id = answer.client_id
            and (answer.rule is null or met.rule = answer.rule)
            and (not answer.safety_only or met.kind = 'safety')
    where
        coalesce(met.covered_value * met.direction <= answer.value * met.direction, true)
        and (
            answer.answered_at >= met.covered_from
            or (met.answer_holds and answer.value is not null and met.since <= answer.holds_until)
        )
    group by met.client_id, met.rule
)

select
    met.rule,
    met.kind,
    met.severity,
    met.client_id,
    met.value,
    met.threshold,
    met.since,
    met.covered_from,
    met.evidence,
    rule_info.suggests,
    answered.answered_on
from met
inner join rule_info on met.rule = rule_info.rule
left join answered on met.client_id = answered.client_id and met.rule = answered.rule"""


def _info(rules: Sequence[Query]) -> str:
    columns = ("rule", "title", "kind", "severity", "suggests", "source", "reviewed")
    if not rules:
        return _none(columns)
    rows = []
    for rule in rules:
        reviewed = f"date '{rule.reviewed.isoformat()}'" if rule.reviewed else "null::date"
        severity = str(rule.severity) if rule.severity is not None else "null::integer"
        rows.append(
            f"    ({literal(rule.stem)}, {literal(rule.title)}, {literal(rule.kind)}, {severity}, "
            f"{_texts(rule.suggests)}, {literal(rule.source)}, {reviewed})"
        )
    listed = ",\n".join(rows)
    return f"select\n    {', '.join(columns)}\nfrom (values\n{listed}\n) as info({', '.join(columns)})"
