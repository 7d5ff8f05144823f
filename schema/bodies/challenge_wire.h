#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChallengeRaised>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Stage, stage);
    TYST_CODE(Concern, concern);
    TYST_CODE(AnswerDue, answer_due);
    TYST_CODE(RaisedBy, raised_by);
    TYST_CODE(RaisedWith, raised_with);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChallengeEscalated>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Challenge, challenge);
    TYST_CODE(Stage, stage);
    TYST_CODE(AnswerDue, answer_due);
    TYST_CODE(RaisedWith, raised_with);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChallengeAnswered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Challenge, challenge);
    TYST_CODE(Answer, answer);
    TYST_CODE(AnsweredBy, answered_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChallengeResolved>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Challenge, challenge);
    TYST_CODE(Outcome, outcome);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CafcassReferralConsidered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Challenge, challenge);
    TYST_CODE(Decision, decision);
    TYST_CODE(Reasons, reasons);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ComplaintMade>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Stage, stage);
    TYST_CODE(Concern, concern);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AdvocacyRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Step, step);
    TYST_CODE(Advocate, advocate);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AlertConsidered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Rule, rule);
    TYST_CODE(Reasons, reasons);
    TYST_CODE(NextLook, next_look);
    TYST_CODE(By, by);
}

template <>
struct WireOf<ChallengeRaised> {
    using Type = wire::ChallengeRaised;
};

template <>
struct WireOf<ChallengeEscalated> {
    using Type = wire::ChallengeEscalated;
};

template <>
struct WireOf<ChallengeAnswered> {
    using Type = wire::ChallengeAnswered;
};

template <>
struct WireOf<ChallengeResolved> {
    using Type = wire::ChallengeResolved;
};

template <>
struct WireOf<CafcassReferralConsidered> {
    using Type = wire::CafcassReferralConsidered;
};

template <>
struct WireOf<ComplaintMade> {
    using Type = wire::ComplaintMade;
};

template <>
struct WireOf<AdvocacyRecorded> {
    using Type = wire::AdvocacyRecorded;
};

template <>
struct WireOf<AlertConsidered> {
    using Type = wire::AlertConsidered;
};

}  // namespace tyst::coding
