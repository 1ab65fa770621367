#pragma once
// The one list of subcommands, in the order of the overview.

#include "cli/command.hpp"

#include <array>

namespace limbeck::cli {

extern const Command init_command, adopt_command, validate_command, inspect_command;
extern const Command revision_command, merge_command, history_command, heads_command, branches_command, show_command,
    edit_command, prove_command, lint_command;
extern const Command upgrade_command, downgrade_command, stamp_command, current_command, status_command,
    resolve_command, ensure_version_command, doctor_command;
extern const Command check_command, diff_command;
extern const Command fmt_command, graph_command, diagram_command, schema_command, completion_command, words_command,
    hook_command;

inline const std::array<const Command*, 30> commands{
    &init_command,    &adopt_command,          &inspect_command,   &validate_command,   &check_command,
    &diff_command,    &status_command,         &revision_command,  &merge_command,      &history_command,
    &heads_command,   &branches_command,       &show_command,      &edit_command,       &prove_command,
    &lint_command,    &upgrade_command,        &downgrade_command, &current_command,    &stamp_command,
    &resolve_command, &ensure_version_command, &doctor_command,    &fmt_command,        &schema_command,
    &graph_command,   &diagram_command,        &hook_command,      &completion_command, &words_command};

}  // namespace limbeck::cli
