#pragma once

#include "cli/command.h"

namespace tyst::cli {

// Hangs every command below the program. Both arguments must outlive the parse and the action.
void add_all_commands(Command program, CommandLine& line);

// One per file of this folder, in the order in which the help lists them.
void add_init(Command parent, CommandLine& line);
void add_event_append(Command parent, CommandLine& line);
void add_event_show(Command parent, CommandLine& line);
void add_sample_cohorts(Command parent, CommandLine& line);
void add_sample_ssda903(Command parent, CommandLine& line);
void add_import_csv(Command parent, CommandLine& line);
void add_import_ssda903(Command parent, CommandLine& line);
void add_child_show(Command parent, CommandLine& line);
void add_child_timeline(Command parent, CommandLine& line);
void add_caseload(Command parent, CommandLine& line);
void add_due(Command parent, CommandLine& line);
void add_iro(Command parent, CommandLine& line);
void add_drift_list(Command parent, CommandLine& line);
void add_drift_explain(Command parent, CommandLine& line);
void add_gateway_audit(Command parent, CommandLine& line);
void add_figures(Command parent, CommandLine& line);
void add_measures(Command parent, CommandLine& line);
void add_measures_list(Command parent, CommandLine& line);
void add_measures_show(Command parent, CommandLine& line);
void add_target_set(Command parent, CommandLine& line);
void add_target_progress(Command parent, CommandLine& line);
void add_target_list(Command parent, CommandLine& line);
void add_panel_pack(Command parent, CommandLine& line);
void add_rules_list(Command parent, CommandLine& line);
void add_rules_show(Command parent, CommandLine& line);
void add_rules_check(Command parent, CommandLine& line);
void add_rules_diff(Command parent, CommandLine& line);
void add_rules_replay(Command parent, CommandLine& line);
void add_rules_adopt(Command parent, CommandLine& line);
void add_rules_page(Command parent, CommandLine& line);
void add_log_verify(Command parent, CommandLine& line);
void add_log_checkpoint(Command parent, CommandLine& line);
void add_log_prove(Command parent, CommandLine& line);
void add_evidence_create(Command parent, CommandLine& line);
void add_evidence_hand_over(Command parent, CommandLine& line);
void add_evidence_verify(Command parent, CommandLine& line);
void add_log_consistency(Command parent, CommandLine& line);
void add_log_export(Command parent, CommandLine& line);
void add_log_scrub(Command parent, CommandLine& line);
void add_witness_request(Command parent, CommandLine& line);
void add_witness_policy(Command parent, CommandLine& line);
void add_witness_proof(Command parent, CommandLine& line);
void add_witness_add(Command parent, CommandLine& line);
void add_witness_new_key(Command parent, CommandLine& line);
void add_witness_cosign(Command parent, CommandLine& line);
void add_timestamp(Command parent, CommandLine& line);
void add_key_list(Command parent, CommandLine& line);
void add_key_rotate(Command parent, CommandLine& line);
void add_key_retire(Command parent, CommandLine& line);
void add_key_wrap(Command parent, CommandLine& line);
void add_key_split(Command parent, CommandLine& line);
void add_key_recover(Command parent, CommandLine& line);
void add_key_drill(Command parent, CommandLine& line);
void add_key_copy_record(Command parent, CommandLine& line);
void add_key_copy_destroyed(Command parent, CommandLine& line);
void add_backup_create(Command parent, CommandLine& line);
void add_backup_verify(Command parent, CommandLine& line);
void add_backup_restore(Command parent, CommandLine& line);
void add_backup_prune(Command parent, CommandLine& line);
void add_retention_due(Command parent, CommandLine& line);
void add_retention_list(Command parent, CommandLine& line);
void add_retention_hold(Command parent, CommandLine& line);
void add_retention_lift(Command parent, CommandLine& line);
void add_retention_request(Command parent, CommandLine& line);
void add_retention_approve(Command parent, CommandLine& line);
void add_retention_refuse(Command parent, CommandLine& line);
void add_retention_carry_out(Command parent, CommandLine& line);
void add_rebuild(Command parent, CommandLine& line);
void add_return_census(Command parent, CommandLine& line);
void add_return_check(Command parent, CommandLine& line);
void add_return_compare(Command parent, CommandLine& line);
void add_return_export(Command parent, CommandLine& line);
void add_return_explain(Command parent, CommandLine& line);
void add_return_diff(Command parent, CommandLine& line);
void add_return_list(Command parent, CommandLine& line);
void add_return_send(Command parent, CommandLine& line);
void add_return_show(Command parent, CommandLine& line);
void add_doctor(Command parent, CommandLine& line);

}  // namespace tyst::cli
