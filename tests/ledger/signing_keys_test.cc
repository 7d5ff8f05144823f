#include "ledger/storage/signing_keys.h"

#include <fstream>

#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/note.h"
#include "ledger/core/proof_file.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/log_store.h"
#include "tests/ledger/first_form.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

using test::LedgerFixture;

std::vector<VerifierKey> known_keys(const std::vector<std::string>& texts) {
    std::vector<VerifierKey> keys;
    for (const std::string& text : texts) {
        keys.push_back(parse_verifier_key(text).value());
    }
    return keys;
}

std::size_t signers_of(const std::string& note, const std::vector<std::string>& keys) {
    return verify_note(parse_note(note).value(), known_keys(keys)).value().size();
}

bool opens_with(const std::string& note, const std::string& key) {
    const VerifierKey verifier = parse_verifier_key(key).value();
    return open_checkpoint(note, std::span(&verifier, 1)).has_value();
}

std::filesystem::path keys_file(const LedgerFixture& fixture) {
    return fixture.open_options.directory / "signing" / "keys";
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void put(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

void require_sound(Ledger& ledger) {
    const auto report = ledger.verify({});
    REQUIRE(report);
    REQUIRE(report->findings.empty());
}

TEST_CASE(
    "rotation: both keys sign until the old one is retired, and each stays known for its sizes"
) {
    LedgerFixture fixture;
    fixture.fill(5);
    const std::string before = fixture.ledger().checkpoint().value();
    const std::string old_key = fixture.ledger().verifier_key();
    const StreamId actor = fixture.ledger().authority_stream();

    const SigningKeySpan introduced = fixture.ledger().rotate_signing_key(actor).value();
    REQUIRE(introduced.key != old_key);
    REQUIRE(introduced.from == 6);
    const std::string both = fixture.ledger().checkpoint().value();
    REQUIRE(signers_of(both, {old_key, introduced.key}) == 2);
    REQUIRE(opens_with(both, old_key));
    REQUIRE(opens_with(both, introduced.key));
    REQUIRE(fixture.ledger().rotate_signing_key(actor).error().code == ErrorCode::already_exists);

    REQUIRE(fixture.ledger().retire_signing_key(old_key, "rotated", actor));
    fixture.fill(2);
    const std::string after = fixture.ledger().checkpoint().value();
    REQUIRE_FALSE(opens_with(after, old_key));
    REQUIRE(opens_with(after, introduced.key));

    fixture.reopen();
    REQUIRE(fixture.ledger().verifier_keys() == std::vector{old_key, introduced.key});
    const std::vector<SigningKeySpan> spans = fixture.ledger().signing_keys();
    REQUIRE(spans[0] == SigningKeySpan{old_key, 0, 6});
    REQUIRE(spans[1] == SigningKeySpan{introduced.key, 6, std::nullopt});
    require_sound(fixture.ledger());
    const auto proof = fixture.ledger().prove(LogIndex{0});
    REQUIRE(proof);
    REQUIRE(before != after);
}

TEST_CASE("rotation: the entry's statement is signed by both keys") {
    LedgerFixture fixture;
    const std::string old_key = fixture.ledger().verifier_key();
    const StreamId authority = fixture.ledger().authority_stream();
    const SigningKeySpan introduced = fixture.ledger().rotate_signing_key(authority).value();
    const auto events = fixture.ledger().read_stream(authority, ReadDepth::event_only).value();
    const auto& body = std::get<SigningKeyIntroduced>(events.back().event.body);
    REQUIRE(body.old_key == old_key);
    REQUIRE(body.new_key == introduced.key);
    REQUIRE(signers_of(body.statement, {old_key, introduced.key}) == 2);
}

TEST_CASE("retire: refuses the only key, one retired already, and one of another log") {
    LedgerFixture fixture;
    const StreamId actor = fixture.ledger().authority_stream();
    const std::string first = fixture.ledger().verifier_key();
    auto& ledger = fixture.ledger();
    REQUIRE(ledger.retire_signing_key(first, "", actor).error().code == ErrorCode::invalid_value);
    REQUIRE(ledger.retire_signing_key("x", "", actor).error().code == ErrorCode::not_found);
    REQUIRE(ledger.rotate_signing_key(actor));
    REQUIRE(ledger.retire_signing_key(first, "", actor));
    REQUIRE(ledger.retire_signing_key(first, "", actor).error().code == ErrorCode::already_exists);
}

TEST_CASE("rotation: a crash before its entry leaves the old key alone, one after it both") {
    LedgerFixture fixture;
    fixture.fill(3);
    const std::string old_key = fixture.ledger().verifier_key();
    const std::string file_before = content_of(keys_file(fixture));
    const auto copy = fixture.directory / "before";
    fixture.close();
    std::filesystem::copy(
        fixture.open_options.directory, copy, std::filesystem::copy_options::recursive
    );
    fixture.open();
    REQUIRE(fixture.ledger().rotate_signing_key(fixture.ledger().authority_stream()));
    const std::string new_key = fixture.ledger().verifier_key();
    const std::string file_after = content_of(keys_file(fixture));
    REQUIRE(file_after != file_before);
    fixture.close();

    SECTION("the key's file was written, its entry was not") {
        std::filesystem::remove_all(fixture.open_options.directory);
        std::filesystem::rename(copy, fixture.open_options.directory);
        put(keys_file(fixture), file_after);
        fixture.open();
        REQUIRE(fixture.ledger().verifier_keys() == std::vector{old_key});
        fixture.fill(1);
        REQUIRE(opens_with(fixture.ledger().checkpoint().value(), old_key));
        // The next rotation forgets the key that never signed.
        REQUIRE(fixture.ledger().rotate_signing_key(fixture.ledger().authority_stream()));
        REQUIRE(fixture.ledger().verifier_key() != new_key);
        fixture.reopen();
        REQUIRE(fixture.ledger().verifier_keys().size() == 2);
    }
    SECTION("its entry was durable") {
        fixture.open();
        REQUIRE(fixture.ledger().verifier_keys() == std::vector{old_key, new_key});
    }
}

// What stands in signing/ of the closed ledger, to be changed as a crash would leave it.
template <class Change>
void change_signing(LedgerFixture& fixture, Change&& change) {
    const auto keys = storage::KeyStore::open(
        {fixture.open_options.directory / "keys", fixture.open_options.root_key_file, nullptr},
        fixture.entropy
    );
    REQUIRE(keys);
    auto signing = storage::SigningKeys::open(
        fixture.open_options.directory / "signing", "", **keys, fixture.entropy
    );
    REQUIRE(signing);
    change(*signing);
}

TEST_CASE("retire: a crash before its entry changes nothing, one after it is ended at the next open"
) {
    LedgerFixture fixture;
    const std::string first = fixture.ledger().verifier_key();
    REQUIRE(fixture.ledger().rotate_signing_key(fixture.ledger().authority_stream()));
    const EventId id = fixture.ledger().new_event_id();
    fixture.close();
    change_signing(fixture, [&](storage::SigningKeys& signing) {
        REQUIRE(signing.mark_retired(0, id));
    });
    fixture.open();
    fixture.fill(1);
    REQUIRE(opens_with(fixture.ledger().checkpoint().value(), first));

    PreparedEvent retired = fixture.identity(fixture.ledger().authority_stream(), "");
    retired.event.id = id;
    retired.event.body = SigningKeyRetired{first, "rotated"};
    REQUIRE(fixture.append({retired}));
    fixture.reopen();
    REQUIRE(fixture.ledger().signing_keys()[0].to == 2);
    fixture.fill(1);
    REQUIRE_FALSE(opens_with(fixture.ledger().checkpoint().value(), first));
    fixture.close();
    change_signing(fixture, [](storage::SigningKeys& signing) {
        REQUIRE(signing.rows()[0].sealed_seed.empty());
        REQUIRE_FALSE(signing.signing_key(0));
    });
    fixture.open();
    require_sound(fixture.ledger());
}

TEST_CASE("open: a key that the log did not introduce is refused") {
    LedgerFixture fixture;
    fixture.fill(2);
    const EventId other = fixture.ledger().read(LogIndex{0}, ReadDepth::event_only)->event.id;
    const std::string origin = fixture.ledger().origin();
    fixture.close();
    // Somebody who has the root key adds a key and names an entry that is about something else.
    change_signing(fixture, [&](storage::SigningKeys& signing) {
        REQUIRE(signing.add(origin, other));
    });
    const auto opened = fixture.try_open();
    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().code == ErrorCode::signing_key_unknown);
}

// A ledger of the first form in place of the fixture's; its one key.
std::string begin_first_form(LedgerFixture& fixture) {
    fixture.close();
    std::filesystem::remove_all(fixture.create_options.directory);
    std::filesystem::remove(fixture.create_options.root_key_file);
    return test::create_first_form(fixture.create_options, fixture.clock);
}

TEST_CASE("first form: a ledger whose key store holds the seed opens and goes on with its key") {
    LedgerFixture fixture;
    const std::string key = begin_first_form(fixture);
    REQUIRE_FALSE(std::filesystem::exists(keys_file(fixture)));
    fixture.open();
    REQUIRE(fixture.ledger().verifier_keys() == std::vector{key});
    REQUIRE(opens_with(fixture.ledger().checkpoint_of(0).value(), key));
    fixture.fill(9);
    REQUIRE(opens_with(fixture.ledger().checkpoint().value(), key));
    const std::string file = content_of(keys_file(fixture));
    fixture.reopen();
    REQUIRE(content_of(keys_file(fixture)) == file);  // adopted once
    fixture.fill(3);
    REQUIRE(opens_with(fixture.ledger().checkpoint().value(), key));
    require_sound(fixture.ledger());

    // From here on it is a ledger like any other: the key can be followed by another.
    const StreamId authority = fixture.ledger().authority_stream();
    REQUIRE(fixture.ledger().rotate_signing_key(authority));
    REQUIRE(fixture.ledger().retire_signing_key(key, "rotated", authority));
    fixture.fill(1);
    const std::string note = fixture.ledger().checkpoint().value();
    REQUIRE_FALSE(opens_with(note, key));
    REQUIRE(opens_with(note, fixture.ledger().verifier_key()));
    fixture.reopen();
    require_sound(fixture.ledger());
}

TEST_CASE("first form: one whose first checkpoint another key signed is not adopted") {
    LedgerFixture fixture;
    (void)begin_first_form(fixture);
    const SigningKey other = SigningKey::from_seed({}).value();
    const std::string note =
        sign_checkpoint({fixture.create_options.origin, 0, empty_root()}, other).value();
    {
        const auto log = storage::LogStore::open({fixture.open_options.directory / "log", nullptr});
        REQUIRE((*log)->put_checkpoint(0, note));
    }
    put(fixture.open_options.directory / "lock" / "checkpoint", note);
    REQUIRE(fixture.try_open().error().code == ErrorCode::key_not_found);
    REQUIRE_FALSE(std::filesystem::exists(keys_file(fixture)));
}

TEST_CASE("signing keys: any changed bit of their file is refused, and a missing file is named") {
    LedgerFixture fixture;
    fixture.close();
    const std::string text = content_of(keys_file(fixture));
    for (std::size_t place = 0; place < text.size(); place += 7) {
        std::string changed = text;
        changed[place] = static_cast<char>(changed[place] ^ 1);
        put(keys_file(fixture), changed);
        INFO("byte " << place);
        const auto opened = fixture.try_open();
        REQUIRE_FALSE(opened);
        REQUIRE(opened.error().code == ErrorCode::corrupt_key);
    }
    std::filesystem::remove_all(fixture.open_options.directory / "signing");
    REQUIRE(fixture.try_open().error().code == ErrorCode::key_not_found);
    REQUIRE_FALSE(std::filesystem::exists(keys_file(fixture)));
}

TEST_CASE("signing keys: only their owner reads them") {
    const LedgerFixture fixture;
    using std::filesystem::perms;
    const auto file = std::filesystem::status(keys_file(fixture)).permissions();
    REQUIRE(file == (perms::owner_read | perms::owner_write));
    const auto directory = std::filesystem::status(keys_file(fixture).parent_path()).permissions();
    REQUIRE(directory == perms::owner_all);
}

}  // namespace
}  // namespace tyst
