#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<ErasedSubject> {
    using T = ErasedSubject;
    static constexpr auto fields = std::tuple(
        fields::required("stream", &T::stream),
        fields::required("key", &T::key),
        fields::optional("events", &T::events),
        fields::optional("first", &T::first),
        fields::optional("last", &T::last)
    );
};

template <>
struct Describe<StreamHeadsCommitted> {
    using T = StreamHeadsCommitted;
    static constexpr EventType type = EventType::stream_heads_committed;
    static constexpr std::string_view name = "stream_heads_committed";
    static constexpr auto fields =
        std::tuple(fields::required_code("cause", &T::cause, "heads-cause"));
};

template <>
struct Describe<EvidencePackCreated> {
    using T = EvidencePackCreated;
    static constexpr EventType type = EventType::evidence_pack_created;
    static constexpr std::string_view name = "evidence_pack_created";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "pack-kind"),
        fields::required("manifest", &T::manifest),
        fields::required("size", &T::size),
        fields::required("root", &T::root),
        fields::required("question", &T::question),
        fields::required("purpose", &T::purpose),
        fields::required("recipient", &T::recipient),
        fields::required_code("language", &T::language, "language"),
        fields::optional("children", &T::children),
        fields::optional("events", &T::events),
        fields::optional("withheld", &T::withheld),
        fields::optional("certificate", &T::certificate)
    );
};

template <>
struct Describe<EvidencePackHandedOver> {
    using T = EvidencePackHandedOver;
    static constexpr EventType type = EventType::evidence_pack_handed_over;
    static constexpr std::string_view name = "evidence_pack_handed_over";
    static constexpr auto fields = std::tuple(
        fields::required("pack", &T::pack),
        fields::required_code("how", &T::how, "handover-way"),
        fields::required("received_by", &T::received_by)
    );
};

template <>
struct Describe<WithholdingDecided> {
    using T = WithholdingDecided;
    static constexpr EventType type = EventType::withholding_decided;
    static constexpr std::string_view name = "withholding_decided";
    static constexpr auto fields = std::tuple(
        fields::required("about", &T::about),
        fields::required_code("what", &T::what, "withheld-part"),
        fields::required_code("ground", &T::ground, "withholding-ground"),
        fields::required("explanation", &T::explanation),
        fields::optional("decided_by", &T::decided_by)
    );
};

template <>
struct Describe<WithholdingConfirmed> {
    using T = WithholdingConfirmed;
    static constexpr EventType type = EventType::withholding_confirmed;
    static constexpr std::string_view name = "withholding_confirmed";
    static constexpr auto fields = std::tuple(
        fields::required("decision", &T::decision),
        fields::optional("confirmed_by", &T::confirmed_by)
    );
};

template <>
struct Describe<LegalHoldPlaced> {
    using T = LegalHoldPlaced;
    static constexpr EventType type = EventType::legal_hold_placed;
    static constexpr std::string_view name = "legal_hold_placed";
    static constexpr auto fields = std::tuple(
        fields::required_code("scope", &T::scope, "hold-scope"),
        fields::required("cause", &T::cause),
        fields::optional("authority", &T::authority)
    );
};

template <>
struct Describe<LegalHoldLifted> {
    using T = LegalHoldLifted;
    static constexpr EventType type = EventType::legal_hold_lifted;
    static constexpr std::string_view name = "legal_hold_lifted";
    static constexpr auto fields =
        std::tuple(fields::required("hold", &T::hold), fields::optional("cause", &T::cause));
};

template <>
struct Describe<ErasureRequested> {
    using T = ErasureRequested;
    static constexpr EventType type = EventType::erasure_requested;
    static constexpr std::string_view name = "erasure_requested";
    static constexpr auto fields = std::tuple(
        fields::required("subjects", &T::subjects),
        fields::required_code("ground", &T::ground, "erasure-ground"),
        fields::optional("rule", &T::rule),
        fields::optional("due", &T::due),
        fields::required("not_before", &T::not_before),
        fields::optional("explanation", &T::explanation)
    );
};

template <>
struct Describe<ErasureApproved> {
    using T = ErasureApproved;
    static constexpr EventType type = EventType::erasure_approved;
    static constexpr std::string_view name = "erasure_approved";
    static constexpr auto fields = std::tuple(fields::required("request", &T::request));
};

template <>
struct Describe<ErasureRefused> {
    using T = ErasureRefused;
    static constexpr EventType type = EventType::erasure_refused;
    static constexpr std::string_view name = "erasure_refused";
    static constexpr auto fields = std::tuple(
        fields::required("request", &T::request), fields::optional("explanation", &T::explanation)
    );
};

template <>
struct Describe<RecordErased> {
    using T = RecordErased;
    static constexpr EventType type = EventType::record_erased;
    static constexpr std::string_view name = "record_erased";
    static constexpr auto fields = std::tuple(
        fields::required("request", &T::request),
        fields::required("approval", &T::approval),
        fields::required("erased", &T::erased),
        fields::optional("parts", &T::parts),
        fields::required("root_generation", &T::root_generation),
        fields::required("old_root", &T::old_root),
        fields::required("new_root", &T::new_root),
        fields::optional("holds_checked", &T::holds_checked),
        fields::optional("root_copies", &T::root_copies)
    );
};

template <>
struct Describe<RootKeyCopyRecorded> {
    using T = RootKeyCopyRecorded;
    static constexpr EventType type = EventType::root_key_copy_recorded;
    static constexpr std::string_view name = "root_key_copy_recorded";
    static constexpr auto fields = std::tuple(
        fields::required("place", &T::place),
        fields::optional("holder", &T::holder),
        fields::required("generation", &T::generation)
    );
};

template <>
struct Describe<RootKeyCopyDestroyed> {
    using T = RootKeyCopyDestroyed;
    static constexpr EventType type = EventType::root_key_copy_destroyed;
    static constexpr std::string_view name = "root_key_copy_destroyed";
    static constexpr auto fields =
        std::tuple(fields::required("copy", &T::copy), fields::optional("how", &T::how));
};

template <>
struct Describe<SigningKeyIntroduced> {
    using T = SigningKeyIntroduced;
    static constexpr EventType type = EventType::signing_key_introduced;
    static constexpr std::string_view name = "signing_key_introduced";
    static constexpr auto fields = std::tuple(
        fields::required("new_key", &T::new_key),
        fields::required("old_key", &T::old_key),
        fields::required("statement", &T::statement)
    );
};

template <>
struct Describe<SigningKeyRetired> {
    using T = SigningKeyRetired;
    static constexpr EventType type = EventType::signing_key_retired;
    static constexpr std::string_view name = "signing_key_retired";
    static constexpr auto fields =
        std::tuple(fields::required("key", &T::key), fields::optional("cause", &T::cause));
};

template <>
struct Describe<GenerationStarted> {
    using T = GenerationStarted;
    static constexpr EventType type = EventType::generation_started;
    static constexpr std::string_view name = "generation_started";
    static constexpr auto fields = std::tuple(
        fields::required("previous_origin", &T::previous_origin),
        fields::required("previous_checkpoint", &T::previous_checkpoint),
        fields::required("kept", &T::kept),
        fields::required("cause", &T::cause)
    );
};

template <>
struct Describe<RecoveryKeySplit> {
    using T = RecoveryKeySplit;
    static constexpr EventType type = EventType::recovery_key_split;
    static constexpr std::string_view name = "recovery_key_split";
    static constexpr auto fields = std::tuple(
        fields::required("holders", &T::holders), fields::required("public_key", &T::public_key)
    );
};

template <>
struct Describe<RecoveryDrillHeld> {
    using T = RecoveryDrillHeld;
    static constexpr EventType type = EventType::recovery_drill_held;
    static constexpr std::string_view name = "recovery_drill_held";
    static constexpr auto fields = std::tuple(
        fields::required_code("outcome", &T::outcome, "drill-outcome"),
        fields::optional("holders", &T::holders)
    );
};

template <>
struct Describe<BackupTaken> {
    using T = BackupTaken;
    static constexpr EventType type = EventType::backup_taken;
    static constexpr std::string_view name = "backup_taken";
    static constexpr auto fields = std::tuple(
        fields::required("size", &T::size),
        fields::required("root", &T::root),
        fields::required("place", &T::place),
        fields::optional("keys_expire", &T::keys_expire)
    );
};

template <>
struct Describe<ScrubCompleted> {
    using T = ScrubCompleted;
    static constexpr EventType type = EventType::scrub_completed;
    static constexpr std::string_view name = "scrub_completed";
    static constexpr auto fields = std::tuple(
        fields::required("size", &T::size),
        fields::required("root", &T::root),
        fields::optional("parts", &T::parts),
        fields::optional("parts_erased", &T::parts_erased),
        fields::optional("findings", &T::findings),
        fields::optional("first_finding", &T::first_finding)
    );
};

template <>
struct Describe<WitnessQuorumMissed> {
    using T = WitnessQuorumMissed;
    static constexpr EventType type = EventType::witness_quorum_missed;
    static constexpr std::string_view name = "witness_quorum_missed";
    static constexpr auto fields = std::tuple(
        fields::required("size", &T::size),
        fields::required("root", &T::root),
        fields::required("needed", &T::needed),
        fields::optional("got", &T::got),
        fields::optional("missing", &T::missing)
    );
};

}  // namespace tyst
