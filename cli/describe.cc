#include "cli/describe.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <variant>

#include <fmt/format.h>

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

// One overload for each body: a new event type does not compile until it is described.
struct Describer {
    const CodeBook& codes;

    [[nodiscard]] std::string code(std::string_view set, const Code& value) const {
        return title_of(codes, set, value);
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
};

const char* words_of(EventType type) {
    switch (type) {
        case EventType::none:
            return "Relation";
        case EventType::child_registered:
            return "Child registered";
        case EventType::identity_recorded:
            return "Identity recorded";
        case EventType::records_joined:
            return "Records joined";
        case EventType::records_parted:
            return "Records parted";
        case EventType::re_recorded_from_authority:
            return "Re-recorded from authority";
        case EventType::looked_after_started:
            return "Looked after started";
        case EventType::looked_after_ended:
            return "Looked after ended";
        case EventType::legal_status_started:
            return "Legal status started";
        case EventType::legal_status_ended:
            return "Legal status ended";
        case EventType::application_made:
            return "Application made";
        case EventType::application_decided:
            return "Application decided";
        case EventType::placement_started:
            return "Placement started";
        case EventType::placement_ended:
            return "Placement ended";
        case EventType::permanence_plan_recorded:
            return "Permanence plan recorded";
        case EventType::care_and_support_plan_recorded:
            return "Care and support plan recorded";
        case EventType::review_held:
            return "Review held";
        case EventType::allocation_started:
            return "Allocation started";
        case EventType::allocation_ended:
            return "Allocation ended";
        case EventType::document_attached:
            return "Document attached";
        case EventType::coverage_declared:
            return "Coverage declared";
        case EventType::reference_set_adopted:
            return "Reference set adopted";
        case EventType::sample_declared:
            return "Sample declared";
        case EventType::return_received:
            return "Return received";
        case EventType::return_rows_received:
            return "Return rows received";
        case EventType::actor_registered:
            return "Actor registered";
        case EventType::access_recorded:
            return "Access recorded";
    }
    return "";
}

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
    return words_of(type);
}

std::string describe(const Event& event, const CodeBook& codes) {
    return std::visit(Describer{codes}, event.body);
}

}  // namespace tyst::cli
