#include "cli/target_desk.h"

#include <utility>
#include <vector>

#include "cli/session.h"
#include "schema/event_check.h"

namespace tyst::cli {
namespace {

constexpr std::string_view kNamedHere = "tyst-target";  // the source that knows them by their name

Date day_of(const std::string& day, const Reading& reading) {
    if (!day.empty()) return parse_date(day).value();  // the option's check let it through
    return reading.authority.pinned_today().value_or(london_date(reading.ledger->clock().now()));
}

}  // namespace

std::optional<PersonCitation> NamedPerson::citation() const {
    if (name.empty()) return std::nullopt;
    return PersonCitation{{}, std::string(kNamedHere), name, name, role};
}

Result<Receipt> record_statement(
    Reading& reading,
    Body body,
    const std::string& day,
    const std::string& language,
    const Surroundings& surroundings
) {
    Ledger& ledger = *reading.ledger;
    Submission submission;
    submission.subject = {SubjectKind::authority, Compartment::none, "tyst", "authority"};
    submission.event.id = ledger.new_event_id();
    submission.event.occurred.date = day_of(day, reading);
    submission.event.language = language;
    submission.event.body = std::move(body);
    TYST_TRY(check_submission(submission, reading.reference.codes()));
    TYST_ASSIGN(const StreamId actor, register_actor(ledger, surroundings));
    std::vector<Submission> submissions;
    submissions.push_back(std::move(submission));
    TYST_ASSIGN(auto prepared, ledger.prepare(std::move(submissions), actor));
    TYST_ASSIGN(const auto receipts, ledger.append({std::move(prepared), {}}));
    TYST_TRY(ledger.checkpoint());
    return receipts.front();
}

}  // namespace tyst::cli
