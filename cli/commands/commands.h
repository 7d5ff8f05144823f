#pragma once

#include "cli/command.h"

namespace tyst::cli {

// Hangs every command below the program. Both arguments must outlive the parse and the action.
void add_all_commands(CLI::App& program, CommandLine& line);

// One per file of this folder, in the order in which the help lists them.
void add_init(CLI::App& parent, CommandLine& line);
void add_event_append(CLI::App& parent, CommandLine& line);
void add_event_show(CLI::App& parent, CommandLine& line);
void add_sample_cohorts(CLI::App& parent, CommandLine& line);
void add_sample_ssda903(CLI::App& parent, CommandLine& line);
void add_import_ssda903(CLI::App& parent, CommandLine& line);
void add_child_show(CLI::App& parent, CommandLine& line);
void add_child_timeline(CLI::App& parent, CommandLine& line);
void add_caseload(CLI::App& parent, CommandLine& line);
void add_drift_list(CLI::App& parent, CommandLine& line);
void add_drift_explain(CLI::App& parent, CommandLine& line);
void add_figures(CLI::App& parent, CommandLine& line);
void add_log_verify(CLI::App& parent, CommandLine& line);
void add_log_checkpoint(CLI::App& parent, CommandLine& line);
void add_log_prove(CLI::App& parent, CommandLine& line);
void add_rebuild(CLI::App& parent, CommandLine& line);
void add_doctor(CLI::App& parent, CommandLine& line);

}  // namespace tyst::cli
