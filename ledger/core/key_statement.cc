#include "ledger/core/key_statement.h"

#include <array>

namespace tyst {
namespace {

constexpr std::string_view kStatementHeader = "tyst-signing-key/1";

std::string statement_text(const VerifierKey& old_key, const VerifierKey& new_key) {
    return std::string(kStatementHeader) + "\n" + old_key.text() + "\n" + new_key.text() + "\n";
}

}  // namespace

Result<std::string> sign_key_statement(
    std::string_view old_name,
    const SigningKey& old_key,
    std::string_view new_name,
    const SigningKey& new_key
) {
    const std::string text = statement_text(
        {std::string(old_name), old_key.public_key()}, {std::string(new_name), new_key.public_key()}
    );
    TYST_ASSIGN(std::string note, sign_note(text, old_name, old_key));
    TYST_ASSIGN(const std::string line, sign_note_line(text, new_name, new_key));
    return note + line;
}

Result<void> check_key_statement(
    std::string_view statement, const VerifierKey& old_key, const VerifierKey& new_key
) {
    const auto note = parse_note(statement);
    const std::array both{old_key, new_key};
    const auto signers = note ? verify_note(*note, both) : std::unexpected(note.error());
    if (!signers || signers->size() != both.size() ||
        note->text != statement_text(old_key, new_key)) {
        return fail(
            ErrorCode::signing_key_unknown,
            "the statement that introduces " + new_key.text() +
                " is not one that it and the key before it signed"
        );
    }
    return {};
}

Result<KeyStatement> open_key_statement(std::string_view statement) {
    const auto refuse = [](std::string_view reason) {
        return fail(
            ErrorCode::signing_key_unknown, "statement of a new key: " + std::string(reason)
        );
    };
    const auto note = parse_note(statement);
    if (!note) {
        return refuse(note.error().context);
    }
    std::string_view text = note->text;
    std::array<std::string_view, 3> lines;
    for (std::string_view& line : lines) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) {
            return refuse("it has fewer than three lines");
        }
        line = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    const auto old_key = parse_verifier_key(lines[1]);
    const auto new_key = parse_verifier_key(lines[2]);
    if (!old_key || !new_key) {
        return refuse("it does not name two keys");
    }
    TYST_TRY(check_key_statement(statement, *old_key, *new_key));
    return KeyStatement{*old_key, *new_key};
}

}  // namespace tyst
