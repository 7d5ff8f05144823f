#include "tests/ledger/ledger_fixture.h"

#include <catch2/catch.hpp>

namespace tyst::test {

void LedgerFixture::set_paths() {
    create_options.directory = directory / "ledger";
    create_options.root_key_file = directory / "root.key";
    create_options.origin = "tyst.example/W06000014";
    create_options.authority = "W06000014";
    open_options.directory = create_options.directory;
    open_options.root_key_file = create_options.root_key_file;
}

LedgerFixture::LedgerFixture() {
    set_paths();
    const auto created = Ledger::create(create_options, clock, entropy);
    INFO((created ? "" : created.error().context));
    REQUIRE(created);
    open();
}

LedgerFixture::LedgerFixture(const LedgerFixture& original) : clock(original.clock.now()) {
    REQUIRE(original.ledger_ == nullptr);
    set_paths();
    std::filesystem::copy(
        original.directory.path(), directory.path(), std::filesystem::copy_options::recursive
    );
}

Result<std::unique_ptr<Ledger>> LedgerFixture::try_open() {
    return Ledger::open(open_options, clock, entropy);
}

void LedgerFixture::open() {
    auto opened = try_open();
    INFO((opened ? "" : opened.error().context));
    REQUIRE(opened);
    ledger_ = std::move(*opened);
}

void LedgerFixture::reopen() {
    close();
    open();
}

StreamId LedgerFixture::child(const std::string& reference) {
    const auto stream =
        ledger_->find_or_create({SubjectKind::child, Compartment::child_case, "sample", reference});
    REQUIRE(stream);
    return *stream;
}

StreamId LedgerFixture::worker(const std::string& reference) {
    const auto stream =
        ledger_->find_or_create({SubjectKind::worker, Compartment::none, "sample", reference});
    REQUIRE(stream);
    return *stream;
}

PreparedEvent LedgerFixture::identity(const StreamId& child, const std::string& given_name) {
    PreparedEvent prepared;
    prepared.stream = child;
    prepared.event.id = ledger_->new_event_id();
    prepared.event.occurred.date = Date::of(2019, 3, 31);
    prepared.event.recorded_by = ledger_->authority_stream();
    IdentityRecorded identity;
    identity.given_name = given_name;
    identity.birth_date = Date::of(2010, 5, 17);
    prepared.event.body = identity;
    return prepared;
}

PreparedEvent LedgerFixture::placement(const StreamId& child, const std::string& carer_name) {
    PreparedEvent prepared = identity(child, "");
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer =
        PersonCitation{worker("FC001"), "sample", "FC001", carer_name, "foster carer"};
    prepared.event.body = placement;
    return prepared;
}

Result<std::vector<Receipt>> LedgerFixture::append(std::vector<PreparedEvent> events) {
    return ledger_->append({std::move(events), {}});
}

void LedgerFixture::fill(std::size_t count) {
    constexpr std::size_t kChildren = 7;
    std::vector<StreamId> children;
    for (std::size_t i = 0; i < kChildren; ++i) {
        children.push_back(child("F" + std::to_string(i)));
    }
    std::vector<PreparedEvent> events;
    for (std::size_t i = 0; i < count; ++i) {
        events.push_back(identity(children[i % kChildren], "Synthetic"));
        if (events.size() == 512 || i + 1 == count) {
            REQUIRE(append(std::exchange(events, {})));
        }
    }
}

}  // namespace tyst::test
