#pragma once

#include "schema/bodies/administration_wire.h"
#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnSent>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Form, form);
    TYST_CODE(Year, year);
    TYST_CODE(Sent, sent);
    TYST_CODE(Policy, policy);
    TYST_CODE(Size, size);
    TYST_CODE(Root, root);
    TYST_CODE(Files, files);
    TYST_CODE(RowsOfNoChild, rows_of_no_child);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnRowsSent>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(SentReturn, sent_return);
    TYST_CODE(Rows, rows);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, StatedTotal>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Id, id);
    TYST_CODE(Value, value);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnTotalsKept>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Statement, statement);
    TYST_CODE(Totals, totals);
    TYST_CODE(Rules, rules);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnFindingExplained>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Form, form);
    TYST_CODE(Year, year);
    TYST_CODE(Rule, rule);
    TYST_CODE(RuleVersion, rule_version);
    TYST_CODE(Table, table);
    TYST_CODE(Row, row);
    TYST_CODE(Data, data);
    TYST_CODE(Explanation, explanation);
    TYST_CODE(ExplainedBy, explained_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, TargetSet>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Action, action);
    TYST_CODE(TextEn, text_en);
    TYST_CODE(TextCy, text_cy);
    TYST_CODE(Figure, figure);
    TYST_CODE(Direction, direction);
    TYST_CODE(BaselineDay, baseline_day);
    TYST_CODE(Baseline, baseline);
    TYST_CODE(Target, target);
    TYST_CODE(TargetDay, target_day);
    TYST_CODE(Due, due);
    TYST_CODE(Owner, owner);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, TargetProgressRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Action, action);
    TYST_CODE(State, state);
    TYST_CODE(Statement, statement);
    TYST_CODE(SaidBy, said_by);
}

template <>
struct WireOf<ReturnSent> {
    using Type = wire::ReturnSent;
};

template <>
struct WireOf<ReturnRowsSent> {
    using Type = wire::ReturnRowsSent;
};

template <>
struct WireOf<ReturnTotalsKept> {
    using Type = wire::ReturnTotalsKept;
};

template <>
struct WireOf<ReturnFindingExplained> {
    using Type = wire::ReturnFindingExplained;
};

template <>
struct WireOf<TargetSet> {
    using Type = wire::TargetSet;
};

template <>
struct WireOf<TargetProgressRecorded> {
    using Type = wire::TargetProgressRecorded;
};

}  // namespace tyst::coding
