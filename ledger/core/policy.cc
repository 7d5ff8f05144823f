#include "ledger/core/policy.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace tyst {
namespace {

constexpr std::string_view kNone = "none";

std::vector<std::string_view> words_of(std::string_view line) {
    constexpr std::string_view kBlanks = " \t";
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t start = line.find_first_not_of(kBlanks);
        if (start == std::string_view::npos) {
            return words;
        }
        line.remove_prefix(start);
        const std::size_t end = std::min(line.find_first_of(kBlanks), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
}

bool is_policy_character(char character) {
    const auto byte = static_cast<std::uint8_t>(character);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

// Reads line after line; members refer only to what stands above.
class PolicyReader {
  public:
    Result<void> take(std::string_view line) {
        ++line_;
        if (!std::ranges::all_of(line, is_policy_character)) {
            return refuse("holds a control character");
        }
        const std::vector<std::string_view> words = words_of(line);
        if (words.empty() || words.front().starts_with('#')) {
            return {};
        }
        if (words[0] == "log") {
            return take_log(words);
        }
        if (words[0] == "witness") {
            return take_witness(words);
        }
        if (words[0] == "group") {
            return take_group(words);
        }
        if (words[0] == "quorum") {
            return take_quorum(words);
        }
        return refuse(fmt::format("'{}' is not log, witness, group or quorum", words[0]));
    }

    Result<Policy> finish() {
        if (!has_quorum_) {
            return fail(ErrorCode::invalid_value, "policy: has no quorum line");
        }
        return std::move(policy_);
    }

  private:
    using Words = std::vector<std::string_view>;

    [[nodiscard]] std::unexpected<Error> refuse(std::string_view reason) const {
        return fail(ErrorCode::invalid_value, fmt::format("policy line {}: {}", line_, reason));
    }
    Result<void> check_room(std::size_t used) const {
        if (used < kPolicyNamesMax) {
            return {};
        }
        return fail(
            ErrorCode::too_large,
            fmt::format("policy line {}: more than {} of a kind", line_, kPolicyNamesMax)
        );
    }
    Result<void> check_key_is_new(const PublicKey& key) {
        if (!keys_.insert(key).second) {
            return refuse("its key stands on another line already");
        }
        return {};
    }

    Result<void> take_log(const Words& words) {
        if (words.size() != 2 && words.size() != 3) {
            return refuse("must be: log VKEY [URL]");
        }
        TYST_TRY(check_room(policy_.logs.size()));
        auto key = parse_verifier_key(words[1]);
        if (!key) {
            return refuse(key.error().context);
        }
        TYST_TRY(check_key_is_new(key->key));
        policy_.logs.push_back({std::move(*key), std::string(words.size() == 3 ? words[2] : "")});
        return {};
    }

    Result<void> take_witness(const Words& words) {
        if (words.size() != 3 && words.size() != 4) {
            return refuse("must be: witness NAME VKEY [URL]");
        }
        TYST_TRY(check_room(policy_.witnesses.size()));
        auto key = parse_witness_key(words[2]);
        if (!key) {
            return refuse(key.error().context);
        }
        TYST_TRY(check_key_is_new(key->key));
        TYST_TRY(define(words[1], {false, policy_.witnesses.size()}));
        policy_.witnesses.push_back(
            {std::string(words[1]), std::move(*key), std::string(words.size() == 4 ? words[3] : "")}
        );
        return {};
    }

    Result<void> take_group(const Words& words) {
        if (words.size() < 4) {
            return refuse("must be: group NAME all|any|NUMBER MEMBER...");
        }
        TYST_TRY(check_room(policy_.groups.size()));
        PolicyGroup group;
        group.name = words[1];
        TYST_ASSIGN(group.needed, threshold_from(words[2], words.size() - 3));
        for (std::size_t place = 3; place < words.size(); ++place) {
            TYST_ASSIGN(const PolicyMember member, find(words[place]));
            if (!grouped_.emplace(words[place]).second) {
                return refuse(fmt::format("'{}' is a member of a group already", words[place]));
            }
            group.members.push_back(member);
        }
        TYST_TRY(define(words[1], {true, policy_.groups.size()}));
        policy_.groups.push_back(std::move(group));
        return {};
    }

    [[nodiscard]] Result<std::uint32_t> threshold_from(std::string_view word, std::size_t members)
        const {
        if (word == "any") {
            return 1;
        }
        if (word == "all") {
            return static_cast<std::uint32_t>(members);
        }
        const std::optional<std::uint64_t> number = parse_decimal(word);
        if (!number || *number == 0 || *number > members) {
            return refuse(fmt::format("'{}' is not all, any or 1 to {}", word, members));
        }
        return static_cast<std::uint32_t>(*number);
    }

    Result<void> take_quorum(const Words& words) {
        if (words.size() != 2) {
            return refuse("must be: quorum NAME");
        }
        if (has_quorum_) {
            return refuse("a second quorum");
        }
        if (words[1] != kNone) {
            TYST_ASSIGN(policy_.quorum, find(words[1]));
        }
        has_quorum_ = true;
        return {};
    }

    Result<void> define(std::string_view name, PolicyMember member) {
        if (name == kNone || !names_.emplace(name, member).second) {
            return refuse(fmt::format("the name '{}' is taken", name));
        }
        return {};
    }
    [[nodiscard]] Result<PolicyMember> find(std::string_view name) const {
        const auto found = names_.find(name);
        if (found == names_.end()) {
            return refuse(fmt::format("'{}' is no witness or group defined above it", name));
        }
        return found->second;
    }

    std::size_t line_ = 0;
    Policy policy_;
    bool has_quorum_ = false;
    std::map<std::string, PolicyMember, std::less<>> names_;
    std::set<std::string, std::less<>> grouped_;
    std::set<PublicKey> keys_;
};

// Which members have witnessed, groups in the order in which they were defined.
struct Witnessed {
    std::vector<bool> witnesses;
    std::vector<bool> groups;

    [[nodiscard]] bool has(const PolicyMember& member) const {
        return member.is_group ? groups[member.place] : witnesses[member.place];
    }
    [[nodiscard]] std::uint32_t count(const std::vector<PolicyMember>& members) const {
        return static_cast<std::uint32_t>(std::ranges::count_if(
            members, [this](const PolicyMember& member) { return has(member); }
        ));
    }
};

Witnessed witnessed_by(const Policy& policy, std::span<const Cosignature> cosignatures) {
    Witnessed witnessed;
    for (const PolicyWitness& witness : policy.witnesses) {
        witnessed.witnesses.push_back(std::ranges::any_of(
            cosignatures, [&](const Cosignature& line) { return line.witness == witness.key; }
        ));
    }
    for (const PolicyGroup& group : policy.groups) {
        witnessed.groups.push_back(witnessed.count(group.members) >= group.needed);
    }
    return witnessed;
}

// Each name stands in one group at most, so this visits each witness once.
void add_missing(
    const Policy& policy,
    const Witnessed& witnessed,
    const PolicyMember& member,
    std::vector<std::string>& missing
) {
    std::vector<PolicyMember> waiting{member};
    while (!waiting.empty()) {
        const PolicyMember next = waiting.back();
        waiting.pop_back();
        if (next.is_group) {
            const auto& members = policy.groups[next.place].members;
            waiting.insert(waiting.end(), members.begin(), members.end());
        } else if (!witnessed.has(next)) {
            missing.push_back(policy.witnesses[next.place].name);
        }
    }
    std::ranges::sort(missing);
}

}  // namespace

std::vector<VerifierKey> Policy::log_keys() const {
    std::vector<VerifierKey> keys;
    for (const PolicyLog& log : logs) {
        keys.push_back(log.key);
    }
    return keys;
}

std::vector<WitnessKey> Policy::witness_keys() const {
    std::vector<WitnessKey> keys;
    for (const PolicyWitness& witness : witnesses) {
        keys.push_back(witness.key);
    }
    return keys;
}

Result<Policy> parse_policy(std::string_view text) {
    if (text.size() > kPolicyBytesMax) {
        return fail(
            ErrorCode::too_large,
            fmt::format("policy: {} bytes, at most {} are read", text.size(), kPolicyBytesMax)
        );
    }
    PolicyReader reader;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) {
            return fail(ErrorCode::invalid_value, "policy: its last line has no line end");
        }
        TYST_TRY(reader.take(text.substr(0, end)));
        text.remove_prefix(end + 1);
    }
    return reader.finish();
}

std::string policy_without_witnesses(std::span<const std::string> verifier_keys) {
    std::string text;
    for (const std::string& key : verifier_keys) {
        text += "log " + key + "\n";
    }
    return text + "quorum none\n";
}

QuorumReport judge_quorum(const Policy& policy, std::span<const Cosignature> cosignatures) {
    if (!policy.quorum) {
        return {.met = true, .needed = 0, .got = 0, .missing = {}};
    }
    const Witnessed witnessed = witnessed_by(policy, cosignatures);
    QuorumReport report;
    if (policy.quorum->is_group) {
        const PolicyGroup& group = policy.groups[policy.quorum->place];
        report.needed = group.needed;
        report.got = witnessed.count(group.members);
    } else {
        report.needed = 1;
        report.got = witnessed.has(*policy.quorum) ? 1 : 0;
    }
    report.met = report.got >= report.needed;
    add_missing(policy, witnessed, *policy.quorum, report.missing);
    return report;
}

Result<JudgedCheckpoint> judge_checkpoint(const Policy& policy, std::string_view note) {
    const std::vector<VerifierKey> logs = policy.log_keys();
    JudgedCheckpoint judged;
    TYST_ASSIGN(judged.checkpoint, open_checkpoint(note, logs));
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(judged.cosignatures, verify_cosignatures(parsed, policy.witness_keys()));
    judged.quorum = judge_quorum(policy, judged.cosignatures);
    return judged;
}

}  // namespace tyst
