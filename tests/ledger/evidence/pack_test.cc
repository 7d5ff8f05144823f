#include <fstream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>

#include "ledger/evidence/pack_texts.h"
#include "tests/ledger/evidence/pack_case.h"

namespace tyst {
namespace {

using test::drop_lines;
using test::has;
using test::member;
using test::PackCase;
using test::remove;

template <class T>
T value_of(Result<T> result) {
    INFO((result ? "" : result.error().context));
    REQUIRE(result);
    return *std::move(result);
}

void forget_entry(std::vector<ZipMember>& members, LogIndex index) {
    remove(members, pack_path::entry(index));
    remove(members, pack_path::proof(index));
    std::erase_if(members, [&](const ZipMember& each) {
        return each.name.starts_with(
            pack_path::part(index, 0).substr(0, pack_path::part(index, 0).size() - 1)
        );
    });
    drop_lines(member(members, "log/keys").content, std::to_string(index.value) + " ");
}

TEST_CASE("pack: what was built verifies, receipt and all, and says what it rests on") {
    PackCase pack;
    const PackReport report = pack.verify(pack.pack.zip);
    test::require_none(report);
    CHECK(report.streams == std::vector{pack.child});
    CHECK(report.entries == 6);
    CHECK(report.single_entries == 2);
    CHECK(report.parts_opened == 7);
    CHECK(report.events_compared == 4);
    CHECK(report.consistent_from == 1);
    CHECK(report.created.has_value());
    CHECK_FALSE(report.established().empty());
    CHECK(
        value_of(verify_pack(pack.pack.zip, std::nullopt, {})).not_established().size() ==
        report.not_established().size() + 2
    );
}

TEST_CASE("pack: README.txt begins in the language that was asked for, and holds both") {
    PackCase pack;
    const std::string english = readme_text(pack.plan, "ledger.example");
    CHECK(english.starts_with("EVIDENCE PACK\n"));
    pack.plan.language = "cy";
    const std::string welsh = readme_text(pack.plan, "ledger.example");
    CHECK(welsh.starts_with("PECYN TYSTIOLAETH\n"));
    CHECK(welsh.find("\n\n\nEVIDENCE PACK\n") != std::string::npos);
    CHECK(welsh.size() == english.size());
    CHECK(welsh.ends_with("is fulfilled.\n"));
}

TEST_CASE("pack: the same plan gives the same bytes") {
    PackCase pack;
    CHECK(value_of(build_pack(pack.ledger.ledger(), pack.plan)).zip == pack.pack.zip);
}

TEST_CASE("pack: one changed bit of any file is caught, with its CRC or without") {
    PackCase pack;
    const auto members = value_of(read_zip(pack.pack.zip));
    for (std::size_t place = 0; place < members.size(); ++place) {
        if (members[place].content.empty()) continue;
        std::vector<ZipMember> changed = members;
        std::string& content = changed[place].content;
        const std::size_t at = content.size() / 2;
        content[at] = static_cast<char>(content[at] ^ 1);
        INFO(members[place].name);
        CHECK_FALSE(pack.verify(value_of(write_zip(changed))).findings.empty());
    }
    std::string zip = pack.pack.zip;
    for (std::size_t byte = 0; byte < zip.size(); byte += zip.size() / 40) {
        zip[byte] = static_cast<char>(zip[byte] ^ 4);
        CHECK_FALSE(pack.verify(zip).findings.empty());
        zip[byte] = static_cast<char>(zip[byte] ^ 4);
    }
}

TEST_CASE("pack receipt: one changed bit anywhere is caught") {
    PackCase pack;
    const std::string receipt = pack.receipt;
    for (std::size_t byte = 0; byte < receipt.size(); byte += 3) {
        pack.receipt = receipt;
        pack.receipt[byte] = static_cast<char>(pack.receipt[byte] ^ (1 << (byte % 8)));
        INFO("byte " << byte);
        CHECK_FALSE(pack.verify(pack.pack.zip).findings.empty());
    }
    CHECK_FALSE(parse_pack_receipt("").has_value());
    CHECK(pack_receipt_text(value_of(parse_pack_receipt(receipt))) == receipt);
}

TEST_CASE("pack: a child's last event cannot be left out, whatever is rebuilt") {
    PackCase pack;
    const PackReport report = pack.verify_changed([](std::vector<ZipMember>& members) {
        forget_entry(members, LogIndex{6});
        std::string& lines = member(members, "events.ndjson").content;
        drop_lines(lines, "{\"index\":6,");
    });
    CHECK(has(report, PackFault::stream_incomplete));
}

TEST_CASE("pack: an event in the middle cannot be left out") {
    PackCase pack;
    const PackReport report = pack.verify_changed([](std::vector<ZipMember>& members) {
        forget_entry(members, LogIndex{2});
        drop_lines(member(members, "events.ndjson").content, "{\"index\":2,");
    });
    CHECK(has(report, PackFault::stream_broken));
}

TEST_CASE("pack: another key, swapped parts and a proof for another index have each their fault") {
    PackCase pack;
    const std::string first = pack_path::part(LogIndex{0}, 0);
    const std::string second = pack_path::part(LogIndex{2}, 0);
    CHECK(
        has(pack.verify_changed([](auto& members) {
            std::string& keys = member(members, "log/keys").content;
            keys[4] = keys[4] == '0' ? '1' : '0';
        }),
            PackFault::key_commitment)
    );
    CHECK(
        has(pack.verify_changed([&](auto& members) {
            std::swap(member(members, first).content, member(members, second).content);
        }),
            PackFault::part_digest)
    );
    CHECK(
        has(pack.verify_changed([](auto& members) {
            member(members, pack_path::proof(LogIndex{0})).content =
                member(members, pack_path::proof(LogIndex{2})).content;
        }),
            PackFault::proof_other_index)
    );
    CHECK(
        has(pack.verify_changed([](auto& members) {
            drop_lines(member(members, "log/keys").content, "0 0 ");
        }),
            PackFault::part_unaccounted)
    );
    CHECK(
        has(pack.verify_changed([](auto& members) {
            std::string& text = member(members, "events.ndjson").content;
            text.replace(text.find("2010-05-17"), 10, "2010-05-18");
        }),
            PackFault::event_text)
    );
    CHECK(
        has(pack.verify_changed([](auto& members) {
            std::string& text = member(members, "log/checkpoint").content;
            text[text.find('\n') + 1] = '9';
        }),
            PackFault::checkpoint_signature)
    );
}

TEST_CASE("pack: a manifest exchanged after the receipt is caught, and so is a plan's reserved name"
) {
    PackCase pack;
    pack.plan.purpose = "Another";
    const BuiltPack other = value_of(build_pack(pack.ledger.ledger(), pack.plan));
    CHECK(has(pack.verify(other.zip), PackFault::receipt_manifest));
    pack.plan.files.push_back({"log/keys", ""});
    CHECK_FALSE(build_pack(pack.ledger.ledger(), pack.plan).has_value());
}

TEST_CASE("pack: a withheld part is named with its ground, and the same proofs still hold") {
    PackCase pack;
    const auto persons = pack.plan.files[0].content.find("Synthetic Carer");
    REQUIRE(persons != std::string::npos);
    pack.plan.withheld = {{LogIndex{6}, 0, "third-party", ""}, {LogIndex{6}, 1, "third-party", ""}};
    std::string& lines = pack.plan.files[0].content;
    drop_lines(lines, "{\"index\":6,");
    pack.pack = value_of(build_pack(pack.ledger.ledger(), pack.plan));
    pack.receipt = pack.receipt_of(pack.pack);
    const PackReport report = pack.verify(pack.pack.zip);
    CHECK(report.findings.empty());
    CHECK(report.parts_withheld == 2);
    CHECK(pack.pack.zip.find("Synthetic Carer") == std::string::npos);
}

TEST_CASE("pack: every fault has a name of its own, and the formats page lists it") {
    std::ifstream file(TYST_SOURCE_DIR "/docs/formats.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    std::set<std::string> names;
    const auto last = static_cast<std::uint8_t>(PackFault::proof_other_index);
    for (std::uint8_t fault = 0; fault <= last; ++fault) {
        const std::string word(name(static_cast<PackFault>(fault)));
        INFO(word);
        CHECK(names.insert(word).second);
        CHECK(page.find("`" + word + "`") != std::string::npos);
    }
    CHECK_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace tyst
