#pragma once
// --format of the commands that say what is wrong: they fill in a report beside what they print, and for another format
// than text the report is printed instead. Talk and errors go to stderr as ever; the exit status is the same.

#include "cli/command.hpp"
#include "cli/compare.hpp"
#include "report/report.hpp"

#include <functional>
#include <string>

namespace limbeck::cli {

// Declares the option; `format` is "text" unless it is given.
void declare_format(Arguments& arguments, std::string& format);

using Work = std::function<ExitStatus(report::Report&)>;

// `command` as the user wrote it. In text the work's errors go on to whoever called; else they are findings.
[[nodiscard]] ExitStatus reported(const std::string& command, const std::string& format, const Project& project,
                                  const Work& work);

// The rules of what follows.
[[nodiscard]] const std::vector<report::Rule>& common_rules();

// Findings of what is wrong with what people wrote, or of an error that has no place.
void add_diagnostics(const Diagnostics& diagnostics, std::string_view rule, report::Report& report);
// Those of a comparison: differences, what could not be compared, what is not modelled, warnings of models. The last
// two are errors where a flag makes the status so.
struct Strictness {
  bool undecided = false;
  bool unmodelled = false;
};
void add_comparison(const Comparison& comparison, Strictness strict, report::Report& report);

// Both scripts as sections of a revision file.
[[nodiscard]] std::string sections_text(const sql::Script& upgrade, const sql::Script& downgrade);

}  // namespace limbeck::cli
