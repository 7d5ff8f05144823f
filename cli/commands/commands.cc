#include "cli/commands/commands.h"

namespace tyst::cli {

void add_all_commands(Command program, CommandLine& line) {
    add_init(program, line);
    Command event = program.add_group(
        {"event", "Append events and look at one", "tyst event show 42 --ledger demo"}
    );
    add_event_append(event, line);
    add_event_show(event, line);
    Command sample = program.add_group(
        {"sample", "Write invented children", "tyst sample vale-2019 > vale.ndjson"}
    );
    add_sample_cohorts(sample, line);
    add_sample_ssda903(sample, line);
    Command import = program.add_group(
        {"import",
         "Take in statutory returns and what other systems hold",
         "tyst import ssda903 return-2018 --year 2018 --ledger demo"}
    );
    add_import_csv(import, line);
    add_import_ssda903(import, line);
    Command returns = program.add_group(
        {"return", "Statutory returns", "tyst return check return-2017 return-2018 --year 2018"}
    );
    add_return_census(returns, line);
    add_return_check(returns, line);
    add_return_compare(returns, line);
    add_return_export(returns, line);
    add_return_explain(returns, line);
    add_return_diff(returns, line);
    add_return_list(returns, line);
    add_return_send(returns, line);
    add_return_show(returns, line);
    Command child = program.add_group(
        {"child", "What is known of one child", "tyst child show V0001 --ledger demo"}
    );
    add_child_show(child, line);
    add_child_timeline(child, line);
    add_caseload(program, line);
    add_due(program, line);
    add_iro(program, line);
    Command drift = program.add_group(
        {"drift",
         "Where care has drifted from rule or plan, and why",
         "tyst drift list --ledger demo"}
    );
    add_drift_list(drift, line);
    add_drift_explain(drift, line);
    Command gateway = program.add_group(
        {"gateway",
         "Whether the legal gateway was asked before the authority acted",
         "tyst gateway audit --ledger demo"}
    );
    add_gateway_audit(gateway, line);
    add_figures(program, line);
    add_measures(program, line);
    Command target = program.add_group(
        {"target",
         "What the authority means to reach, and how each action stands",
         "tyst target list --ledger demo"}
    );
    add_target_set(target, line);
    add_target_progress(target, line);
    add_target_list(target, line);
    Command panel = program.add_group(
        {"panel",
         "What the corporate parenting panel sees",
         "tyst panel pack --quarter 2019-Q1 --into panel-2019-q1 --ledger demo"}
    );
    add_panel_pack(panel, line);
    Command rules = program.add_group(
        {"rules",
         "The law and policy that answers follow, and a council's own",
         "tyst rules list --ledger demo"}
    );
    add_rules_list(rules, line);
    add_rules_show(rules, line);
    add_rules_check(rules, line);
    add_rules_diff(rules, line);
    add_rules_replay(rules, line);
    add_rules_adopt(rules, line);
    add_rules_page(rules, line);
    Command log =
        program.add_group({"log", "Check and prove the log", "tyst log verify --ledger demo"});
    add_log_verify(log, line);
    add_log_checkpoint(log, line);
    add_log_prove(log, line);
    add_log_consistency(log, line);
    add_log_export(log, line);
    add_log_scrub(log, line);
    Command evidence = program.add_group(
        {"evidence",
         "Evidence packs: make one, hand it over, check one",
         "tyst evidence verify pack.zip --receipt pack.zip.receipt"}
    );
    add_evidence_create(evidence, line);
    add_evidence_hand_over(evidence, line);
    add_evidence_verify(evidence, line);
    Command witness = program.add_group(
        {"witness",
         "Have checkpoints cosigned by others, or cosign another's",
         "tyst witness request --ledger demo"}
    );
    add_witness_request(witness, line);
    add_witness_policy(witness, line);
    add_witness_proof(witness, line);
    add_witness_add(witness, line);
    add_witness_new_key(witness, line);
    add_witness_cosign(witness, line);
    add_timestamp(program, line);
    Command key =
        program.add_group({"key", "Keys that sign, and the root key", "tyst key list --ledger demo"}
        );
    add_key_list(key, line);
    add_key_rotate(key, line);
    add_key_retire(key, line);
    add_key_wrap(key, line);
    add_key_split(key, line);
    add_key_recover(key, line);
    add_key_drill(key, line);
    Command copy = key.add_group(
        {"copy",
         "Where copies of the root key lie",
         "tyst key copy record --place \"Safe 2\" --holder \"Head of IT\" --ledger demo"}
    );
    add_key_copy_record(copy, line);
    add_key_copy_destroyed(copy, line);
    Command backup = program.add_group(
        {"backup",
         "Copies of the ledger, and back",
         "tyst backup create /mnt/backup/2026-03-02 --ledger demo"}
    );
    add_backup_create(backup, line);
    add_backup_verify(backup, line);
    add_backup_restore(backup, line);
    add_backup_prune(backup, line);
    Command retention = program.add_group(
        {"retention",
         "How long records are kept, legal holds, and destruction by two persons",
         "tyst retention due --by 2031-12-31 --ledger demo"}
    );
    add_retention_due(retention, line);
    add_retention_list(retention, line);
    add_retention_hold(retention, line);
    add_retention_lift(retention, line);
    add_retention_request(retention, line);
    add_retention_approve(retention, line);
    add_retention_refuse(retention, line);
    add_retention_carry_out(retention, line);
    add_rebuild(program, line);
    add_doctor(program, line);
}

}  // namespace tyst::cli
