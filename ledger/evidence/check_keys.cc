#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/key_statement.h"
#include "ledger/evidence/pack_contents.h"

// How the keys of a log follow one another.
namespace tyst::verifying {
namespace {

bool is_believed(const PackContents& pack, const VerifierKey& key) {
    return std::ranges::any_of(pack.keys, [&](const VerifierKey& each) {
        return each.name == key.name && each.key == key.key;
    });
}

std::map<LogIndex, std::string_view> statements_of(const PackContents& pack) {
    std::map<LogIndex, std::string_view> statements;
    each_file_below(pack, pack_path::kKeyStatements, [&](auto rest, auto, auto content) {
        if (const auto index = parse_index(rest)) {  // others are told as member_unknown
            statements.emplace(*index, content);
        }
    });
    return statements;
}

}  // namespace

void follow_key_statements(PackContents& pack, PackReport& report, Findings& findings) {
    for (const auto& [index, text] : statements_of(pack)) {
        const auto statement = open_key_statement(text);
        if (!statement) {
            findings.add(
                PackFault::key_statement_invalid,
                pack_path::key_statement(index),
                statement.error().context
            );
            continue;
        }
        if (is_believed(pack, statement->old_key) && !is_believed(pack, statement->new_key)) {
            pack.keys.push_back(statement->new_key);
            report.followed_keys.push_back(statement->new_key.text());
        }
    }
}

void check_key_statements(const PackContents& pack, Findings& findings) {
    for (const auto& [index, text] : statements_of(pack)) {
        if (index.value >= pack.checkpoint->size) {
            continue;  // introduced after what the pack answers for
        }
        const auto event = pack.events.find(index);
        const auto* introduced = event == pack.events.end()
                                     ? nullptr
                                     : std::get_if<SigningKeyIntroduced>(&event->second.body);
        if (introduced == nullptr || introduced->statement != text) {
            findings.add(
                PackFault::key_statement_invalid,
                pack_path::key_statement(index),
                fmt::format("{} does not say it", place_of(index))
            );
        }
    }
}

}  // namespace tyst::verifying
