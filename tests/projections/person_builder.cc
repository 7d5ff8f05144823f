#include "tests/projections/person_builder.h"

#include <algorithm>
#include <array>

#include "reference/embedded.h"

namespace tyst::test {

namespace {

constexpr std::int64_t kNineHours = 9LL * 3600 * 1'000'000;
constexpr std::int64_t kMicrosecondsPerDay = 24LL * 3600 * 1'000'000;

Timestamp nine_oclock(Date date) {
    return {date.days * kMicrosecondsPerDay + kNineHours};
}

}  // namespace

const CodeFacts& test_codes() {
    static const CodeFacts codes = CodeFacts::from(shipped_reference().codes());
    return codes;
}

const ReferenceSet& shipped_reference() {
    static const ReferenceSet set = [] {
        std::vector<ReferenceFileText> files;
        for (const EmbeddedFile& file : embedded_reference_files()) {
            files.push_back({std::string(file.path), std::string(file.text)});
        }
        auto loaded = ReferenceSet::load(std::move(files));
        if (!loaded) {
            assertion_failed(loaded.error().context.c_str(), __FILE__, __LINE__);
        }
        return *std::move(loaded);
    }();
    return set;
}

std::string_view status_code(const History& history) {
    return history.current_status() == nullptr ? "none" : history.current_status()->code;
}

Question asked(std::string_view as_at) {
    return asked(as_at, "2099-12-31");
}

Question asked(std::string_view as_at, std::string_view known_on) {
    return {day(as_at), end_of_london_day(day(known_on)), false};
}

PersonBuilder::PersonBuilder(std::uint8_t person, std::uint64_t first_index)
    : person_(person), next_index_(first_index) {}

EventId PersonBuilder::add(Body body, std::string_view occurred) {
    StoredEvent stored;
    stored.index = {next_index_};
    stored.stream.bytes[0] = person_;
    stored.revision = {events_.size()};
    stored.event.id.bytes[0] = person_;
    stored.event.id.bytes[14] = static_cast<std::uint8_t>(next_index_ >> 8U);
    stored.event.id.bytes[15] = static_cast<std::uint8_t>(next_index_);
    stored.event.occurred.date = day(occurred);
    stored.recorded = nine_oclock(stored.event.occurred.date);
    stored.event.body = std::move(body);
    ++next_index_;
    events_.push_back(std::move(stored));
    return events_.back().event.id;
}

PersonBuilder& PersonBuilder::recorded_on(std::string_view date) {
    events_.back().recorded = nine_oclock(day(date));
    return *this;
}

PersonBuilder& PersonBuilder::learned_on(std::string_view date) {
    events_.back().event.learned = nine_oclock(day(date));
    return *this;
}

PersonBuilder& PersonBuilder::in_sequence(std::uint16_t sequence) {
    events_.back().event.occurred.sequence = sequence;
    return *this;
}

EventId PersonBuilder::correct(
    EventId target, Body body, std::vector<std::string> fields, std::string_view on
) {
    const EventId id = add(std::move(body), on);
    events_.back().event.relation = {RelationKind::corrects, target, std::move(fields), "manager"};
    return id;
}

EventId PersonBuilder::annul(EventId target, std::string_view on) {
    const EventId id = add(NoBody{}, on);
    events_.back().event.relation = {RelationKind::annuls, target, {}, "manager"};
    return id;
}

EventId PersonBuilder::reverse(EventId target, std::string_view on) {
    const EventId id = add(NoBody{}, on);
    events_.back().event.relation = {RelationKind::reverses, target, {}, "court"};
    return id;
}

PersonBuilder& PersonBuilder::born(std::string_view date, std::string_view certainty) {
    IdentityRecorded identity;
    identity.birth_date = day(date);
    identity.birth_date_certainty = certainty;
    add(std::move(identity), date);
    return *this;
}

EventId PersonBuilder::enters(std::string_view on, std::string_view basis, std::string_view need) {
    return add(LookedAfterStarted{"not-stated", Code(basis), Code(need), {}}, on);
}

EventId PersonBuilder::leaves(std::string_view on, std::string_view route) {
    return add(LookedAfterEnded{Code(route), "other"}, on);
}

EventId PersonBuilder::status(std::string_view code, std::string_view on) {
    LegalStatusStarted status;
    status.status = code;
    return add(std::move(status), on);
}

EventId PersonBuilder::status_ends(EventId started, std::string_view on, std::string_view reason) {
    return add(LegalStatusEnded{{}, started, Code(reason)}, on);
}

EventId PersonBuilder::placed(std::string_view setting, std::string_view on, bool temporary) {
    PlacementStarted placement;
    placement.setting = setting;
    placement.temporary = temporary;
    return add(std::move(placement), on);
}

EventId PersonBuilder::fostered(
    std::string_view relationship, std::string_view provider, std::string_view on
) {
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer_relationship = relationship;
    placement.provider = provider;
    return add(std::move(placement), on);
}

EventId PersonBuilder::placement_ends(EventId started, std::string_view on) {
    return add(PlacementEnded{started, "other"}, on);
}

EventId PersonBuilder::reviewed(std::string_view on) {
    return add(ReviewHeld{}, on);
}

EventId PersonBuilder::planned(std::string_view on) {
    return add(PermanencePlanRecorded{{"long-term-foster"}, std::nullopt}, on);
}

EventId PersonBuilder::allocated(std::string_view role, std::uint8_t worker, std::string_view on) {
    AllocationStarted allocation;
    allocation.role = role;
    allocation.worker.emplace();
    allocation.worker->person.bytes[0] = worker;
    return add(std::move(allocation), on);
}

History PersonBuilder::fold(const Question& question) const {
    return tyst::fold(events_, question, test_codes());
}

std::size_t count(const History& history, FindingKind kind) {
    return static_cast<std::size_t>(
        std::ranges::count(history.findings, kind, &HistoryFinding::kind)
    );
}

}  // namespace tyst::test
