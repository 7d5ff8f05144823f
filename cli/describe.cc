#include "cli/describe.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "schema/event_catalogue.h"
#include "schema/event_fields.h"

namespace tyst::cli {
namespace {

// The words that are not empty, with commas.
std::string list(std::initializer_list<std::string> words) {
    std::string result;
    for (const std::string& word : words) {
        if (!word.empty()) {
            result += result.empty() ? word : ", " + word;
        }
    }
    return result;
}

std::string labelled(std::string_view label, const std::string& text) {
    return text.empty() ? "" : fmt::format("{} {}", label, text);
}

std::string day(std::string_view label, const std::optional<Date>& date) {
    return date ? labelled(label, to_text(*date)) : "";
}

std::string person(const std::optional<PersonCitation>& cited) {
    if (!cited) {
        return "";
    }
    if (cited->name.empty() && cited->reference.empty()) {
        return "a person whose key is not read or destroyed";
    }
    return cited->name.empty() ? cited->reference
                               : fmt::format("{} ({})", cited->name, cited->reference);
}

// "child_seen_alone" as "child seen alone".
std::string spaced(std::string_view name) {
    std::string words(name);
    std::ranges::replace(words, '_', ' ');
    return words;
}

// Bodies with an overload of their own are told in a sentence; any other as its fields say.
struct Describer {
    const CodeBook& codes;

    [[nodiscard]] std::string code(std::string_view set, const Code& value) const {
        return title_of(codes, set, value);
    }

    // Every field that says something: codes by title, the rest by name and value.
    template <class Plain>
    std::string operator()(const Plain& body) const {
        std::string words;
        for_each_field<Plain>([&](const auto& field) {
            const std::string said = value(body.*(field.member), field.name, field.set);
            if (!said.empty()) words += (words.empty() ? "" : ", ") + said;
        });
        return words;
    }
    std::string value(const std::string& text, std::string_view name, std::string_view set) const {
        return set.empty() ? labelled(spaced(name), text) : code(set, text);
    }
    std::string value(
        const std::vector<Code>& listed, std::string_view /*name*/, std::string_view set
    ) const {
        std::string words;
        for (const Code& one : listed)
            words += (words.empty() ? "" : ", ") + code(set, one);
        return words;
    }
    std::string value(
        const std::optional<Date>& date, std::string_view name, std::string_view /*set*/
    ) const {
        return day(spaced(name), date);
    }
    std::string value(
        const std::optional<bool>& said, std::string_view name, std::string_view /*set*/
    ) const {
        return said ? spaced(name) + (*said ? ": yes" : ": no") : "";
    }
    std::string value(
        const std::optional<PersonCitation>& cited, std::string_view name, std::string_view /*set*/
    ) const {
        return labelled(spaced(name), person(cited));
    }
    std::string value(std::uint32_t number, std::string_view name, std::string_view /*set*/) const {
        return labelled(spaced(name), std::to_string(number));
    }
    std::string value(
        const std::vector<MeetingAttendee>& attendees, std::string_view name, std::string_view
    ) const {
        return attendees.empty() ? "" : labelled(spaced(name), std::to_string(attendees.size()));
    }
    // Events named by id are shown where the log is, by index.
    std::string value(const EventId& /*event*/, std::string_view, std::string_view) const {
        return "";
    }

    std::string operator()(const NoBody& /*body*/) const { return ""; }
    std::string operator()(const ChildRegistered& body) const {
        return body.source + ":" + body.reference;
    }
    std::string operator()(const IdentityRecorded& body) const {
        return list(
            {labelled(body.given_name, body.family_name),
             day("born", body.birth_date),
             code("birth-date-certainty", body.birth_date_certainty),
             code("sex", body.sex),
             code("ethnicity", body.ethnicity),
             labelled("language", code("language", body.language_preference))}
        );
    }
    std::string operator()(const RecordsJoined& body) const {
        return list({labelled("with", body.other.reference.reference), body.basis});
    }
    std::string operator()(const RecordsParted& body) const {
        return list({labelled("from", body.other.reference.reference), body.basis});
    }
    std::string operator()(const ReRecordedFromAuthority& body) const {
        return list({code("authority", body.authority), body.their_reference});
    }
    std::string operator()(const LookedAfterStarted& body) const {
        return list(
            {code("route-in", body.route),
             code("legal-status", body.legal_status),
             labelled("need", code("category-of-need", body.category_of_need)),
             labelled("from", code("authority", body.transferred_from))}
        );
    }
    std::string operator()(const LookedAfterEnded& body) const {
        return list({code("route-out", body.route), code("reason-ceased", body.reason)});
    }
    std::string operator()(const LegalStatusStarted& body) const {
        return list(
            {code("legal-status", body.status),
             day("expires", body.expires),
             body.court,
             body.case_number}
        );
    }
    std::string operator()(const LegalStatusEnded& body) const {
        return list({code("legal-status", body.status), code("status-ended", body.reason)});
    }
    std::string operator()(const ApplicationMade& body) const {
        return list(
            {code("application", body.application),
             labelled("by", code("applicant", body.applicant)),
             body.court,
             body.case_number}
        );
    }
    std::string operator()(const ApplicationDecided& body) const {
        return code("application-outcome", body.outcome);
    }
    std::string operator()(const PlacementStarted& body) const {
        return list(
            {body.temporary ? "temporary" : "",
             code("placement-setting", body.setting),
             code("carer-relationship", body.carer_relationship),
             code("placement-provider", body.provider),
             code("placement-location", body.location),
             code("adoption-stage", body.adoption_stage),
             labelled("with", person(body.carer))}
        );
    }
    std::string operator()(const PlacementEnded& body) const {
        return code("placement-change-reason", body.reason);
    }
    std::string operator()(const PermanencePlanRecorded& body) const {
        std::string routes;
        for (const Code& route : body.routes) {
            routes += (routes.empty() ? "" : " or ") + code("permanence-route", route);
        }
        return list({routes, labelled("agreed by", person(body.agreed_by))});
    }
    std::string operator()(const CareAndSupportPlanRecorded& body) const {
        return list(
            {code("plan-kind", body.kind),
             body.version == 0 ? "" : fmt::format("version {}", body.version),
             labelled("by", person(body.author))}
        );
    }
    std::string operator()(const ReviewHeld& body) const {
        const std::size_t decisions = body.decisions.size();
        return list(
            {code("review-participation", body.participation),
             labelled("chair", person(body.chair)),
             decisions == 0 ? ""
                            : fmt::format("{} decision{}", decisions, decisions == 1 ? "" : "s")}
        );
    }
    std::string operator()(const AllocationStarted& body) const {
        return list({code("allocation-role", body.role), person(body.worker), body.team});
    }
    std::string operator()(const AllocationEnded& body) const {
        return code("allocation-ended", body.reason);
    }
    std::string operator()(const DocumentAttached& body) const {
        return list(
            {code("document-kind", body.kind), body.title, fmt::format("{} bytes", body.size)}
        );
    }
    std::string operator()(const CoverageDeclared& body) const {
        std::string facts;
        for (const Code& fact : body.facts) {
            facts += (facts.empty() ? "" : " ") + fact;
        }
        return list({body.source, facts, day("from", body.from), day("to", body.to)});
    }
    std::string operator()(const ReferenceSetAdopted& body) const {
        return fmt::format("{} {}, {} files", body.name, body.version, body.files.size());
    }
    std::string operator()(const SampleDeclared& body) const {
        return fmt::format("{}, seed {}, today is {}", body.name, body.seed, to_text(body.today));
    }
    std::string operator()(const ReturnReceived& body) const {
        return fmt::format(
            "{} {}, received {}, {} files",
            body.form,
            body.year,
            to_text(body.received),
            body.files.size()
        );
    }
    std::string operator()(const ReturnRowsReceived& body) const {
        return fmt::format(
            "{} row{} as received", body.rows.size(), body.rows.size() == 1 ? "" : "s"
        );
    }
    std::string operator()(const ActorRegistered& body) const {
        return list({body.kind, body.name});
    }
    std::string operator()(const AccessRecorded& body) const {
        return list({body.basis, body.what, fmt::format("{} children", body.count)});
    }
    std::string operator()(const StreamHeadsCommitted& body) const {
        return list({code("heads-cause", body.cause)});
    }
    std::string operator()(const EvidencePackCreated& body) const {
        return list(
            {code("pack-kind", body.kind),
             fmt::format("{} entries", body.size),
             body.purpose,
             body.recipient,
             code("language", body.language)}
        );
    }
    std::string operator()(const EvidencePackHandedOver& body) const {
        return list({code("handover-way", body.how), body.received_by});
    }
    std::string operator()(const WithholdingDecided& body) const {
        return list(
            {code("withheld-part", body.what),
             code("withholding-ground", body.ground),
             body.explanation,
             labelled("by", person(body.decided_by))}
        );
    }
    std::string operator()(const WithholdingConfirmed& body) const {
        return list({labelled("by", person(body.confirmed_by))});
    }
    std::string operator()(const LegalHoldPlaced& body) const {
        return list({code("hold-scope", body.scope), body.cause, body.authority});
    }
    std::string operator()(const LegalHoldLifted& body) const { return list({body.cause}); }
    std::string operator()(const ErasureRequested& body) const {
        return list(
            {code("erasure-ground", body.ground),
             body.rule,
             day("due", body.due),
             day("not before", body.not_before),
             body.explanation}
        );
    }
    std::string operator()(const ErasureApproved&) const { return "by a second person"; }
    std::string operator()(const ErasureRefused& body) const { return list({body.explanation}); }
    std::string operator()(const RecordErased& body) const {
        return list({fmt::format("{} streams, {} parts", body.erased.size(), body.parts)});
    }
    std::string operator()(const RootKeyCopyRecorded& body) const {
        return list({body.place, body.holder});
    }
    std::string operator()(const RootKeyCopyDestroyed& body) const { return list({body.how}); }
    std::string operator()(const SigningKeyIntroduced& body) const { return list({body.new_key}); }
    std::string operator()(const SigningKeyRetired& body) const { return list({body.key}); }
    std::string operator()(const GenerationStarted& body) const {
        return list({body.previous_origin, body.cause});
    }
    std::string operator()(const RecoveryKeySplit& body) const {
        return fmt::format("{} holders", body.holders.size());
    }
    std::string operator()(const RecoveryDrillHeld& body) const {
        return list({code("drill-outcome", body.outcome)});
    }
    std::string operator()(const BackupTaken& body) const {
        return list(
            {fmt::format("{} entries", body.size), body.place, day("keys expire", body.keys_expire)}
        );
    }
    std::string operator()(const ScrubCompleted& body) const {
        return list(
            {fmt::format("{} entries", body.size),
             fmt::format("{} findings", body.findings),
             body.first_finding}
        );
    }
    std::string operator()(const WitnessQuorumMissed& body) const {
        return list({fmt::format("{} entries", body.size)});
    }
    std::string operator()(const ReturnSent& body) const {
        return fmt::format(
            "{} {}, sent {}, {} files, {}",
            body.form,
            body.year,
            to_text(body.sent),
            body.files.size(),
            body.policy
        );
    }
    std::string operator()(const ReturnRowsSent& body) const {
        return fmt::format("{} rows", body.rows.size());
    }
    std::string operator()(const ReturnTotalsKept& body) const {
        return fmt::format("{} totals", body.totals.size());
    }
    std::string operator()(const ReturnFindingExplained& body) const {
        return list(
            {fmt::format("rule {} of {} {}", body.rule, body.form, body.year),
             body.table,
             body.row,
             body.explanation}
        );
    }
    std::string operator()(const TargetSet& body) const {
        return list({body.action, body.text_en, fmt::format("{} to {}", body.baseline, body.target)}
        );
    }
};

}  // namespace

std::string title_of(const CodeBook& codes, std::string_view set, std::string_view code) {
    const CodeEntry* entry = codes.find(set, code);
    if (entry == nullptr) {
        return std::string(code);
    }
    return entry->ssda903.empty() || entry->ssda903 == entry->id
               ? entry->title_en
               : fmt::format("{} ({})", entry->title_en, entry->ssda903);
}

std::string title_of(EventType type) {
    std::string words = type == EventType::none ? "relation" : spaced(name_of(type));
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

std::string describe(const Event& event, const CodeBook& codes) {
    return std::visit(Describer{codes}, event.body);
}

}  // namespace tyst::cli
