#include <fmt/format.h>

#include "ledger/evidence/pack_contents.h"
#include "ledger/timestamps/stamped_note.h"
#include "ledger/timestamps/time_stamp.h"

// What others say of the checkpoint: witnesses and time-stamp authorities.
namespace tyst::verifying {
namespace {

class WitnessCheck {
  public:
    WitnessCheck(const PackContents& pack, PackReport& report, Findings& findings)
        : pack_(pack), report_(report), findings_(findings) {}

    void run() {
        check_policy_of_pack();
        if (pack_.policy) {
            report_.policy_given = judge(*pack_.policy);
            check_quorum_given();
        }
        each_file_below(pack_, pack_path::kTimeStamps, [this](auto, auto name, auto response) {
            check_time_stamp_file(name, response);
        });
    }

  private:
    void check_policy_of_pack();
    void check_quorum_given();
    std::optional<JudgedPolicy> judge(const Policy& policy);
    void check_time_stamp_file(std::string_view name, std::string_view response);

    const PackContents& pack_;
    PackReport& report_;
    Findings& findings_;
};

// It must be one by which this very checkpoint could be accepted. That its quorum is missed is no
// fault: the ledger publishes without it, and the report says so.
void WitnessCheck::check_policy_of_pack() {
    if (!pack_.has(pack_path::kPolicy)) {
        return;  // told as member_missing
    }
    const auto refuse = [this](std::string_view reason) {
        findings_.add(PackFault::policy_invalid, pack_path::kPolicy, reason);
    };
    const auto policy = parse_policy(pack_.file(pack_path::kPolicy));
    if (!policy) {
        return refuse(policy.error().context);
    }
    if (!open_checkpoint(pack_.checkpoint_note, policy->log_keys())) {
        return refuse("it names no key that signed the checkpoint");
    }
    report_.policy_of_pack = judge(*policy);
}

void WitnessCheck::check_quorum_given() {
    if (!report_.policy_given || report_.policy_given->quorum.met) {
        return;
    }
    const QuorumReport& quorum = report_.policy_given->quorum;
    findings_.add(
        PackFault::quorum_missed,
        pack_path::kCheckpoint,
        fmt::format(
            "{} of the {} witnesses that the policy asks for have cosigned",
            quorum.got,
            quorum.needed
        )
    );
}

std::optional<JudgedPolicy> WitnessCheck::judge(const Policy& policy) {
    const auto note = parse_note(pack_.checkpoint_note);
    const auto cosignatures =
        note ? verify_cosignatures(*note, policy.witness_keys()) : std::unexpected(note.error());
    if (!cosignatures) {
        findings_.add(
            PackFault::cosignature_invalid, pack_path::kCheckpoint, cosignatures.error().context
        );
        return std::nullopt;
    }
    return JudgedPolicy{judge_quorum(policy, *cosignatures), *cosignatures};
}

void WitnessCheck::check_time_stamp_file(std::string_view name, std::string_view response) {
    const auto refuse = [&](std::string_view reason) {
        findings_.add(PackFault::time_stamp_invalid, name, reason);
    };
    const auto said = read_time_stamp(response);
    if (!said) {
        return refuse(said.error().context);
    }
    const auto stamped = stamped_in(pack_.checkpoint_note, said->imprint);
    if (!stamped) {
        return refuse("it is about other bytes than the checkpoint");
    }
    const Bytes bytes = as_bytes(stamped->bytes);
    const bool given = !pack_.time_stamp_authority.empty();
    const auto verified = given ? verify_time_stamp(response, bytes, pack_.time_stamp_authority)
                                : check_time_stamp(response, bytes);
    if (!verified) {
        return refuse(verified.error().context);
    }
    report_.time_stamps.push_back(
        {std::string(name), verified->time, stamped->signature_lines, given}
    );
}

}  // namespace

void check_witnesses(const PackContents& pack, PackReport& report, Findings& findings) {
    WitnessCheck(pack, report, findings).run();
}

}  // namespace tyst::verifying
