#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReferralReceived>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Referrer, referrer);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AssessmentRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Step, step);
    TYST_CODE(Referral, referral);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, StrategyDiscussionHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Decision, decision);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, EnquiryRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Step, step);
    TYST_CODE(Outcome, outcome);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ConferenceHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Outcome, outcome);
    TYST_CODE(Chair, chair);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CoreGroupHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Chair, chair);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ProtectionRegistered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Categories, categories);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ProtectionDeregistered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, MissingStarted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, MissingEnded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnInterviewRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Missing, missing);
    TYST_CODE(Outcome, outcome);
}

template <>
struct WireOf<ReferralReceived> {
    using Type = wire::ReferralReceived;
};

template <>
struct WireOf<AssessmentRecorded> {
    using Type = wire::AssessmentRecorded;
};

template <>
struct WireOf<StrategyDiscussionHeld> {
    using Type = wire::StrategyDiscussionHeld;
};

template <>
struct WireOf<EnquiryRecorded> {
    using Type = wire::EnquiryRecorded;
};

template <>
struct WireOf<ConferenceHeld> {
    using Type = wire::ConferenceHeld;
};

template <>
struct WireOf<CoreGroupHeld> {
    using Type = wire::CoreGroupHeld;
};

template <>
struct WireOf<ProtectionRegistered> {
    using Type = wire::ProtectionRegistered;
};

template <>
struct WireOf<ProtectionDeregistered> {
    using Type = wire::ProtectionDeregistered;
};

template <>
struct WireOf<MissingStarted> {
    using Type = wire::MissingStarted;
};

template <>
struct WireOf<MissingEnded> {
    using Type = wire::MissingEnded;
};

template <>
struct WireOf<ReturnInterviewRecorded> {
    using Type = wire::ReturnInterviewRecorded;
};

}  // namespace tyst::coding
