#include "cli/compare.hpp"

#include "kinds/claimed.hpp"
#include "model/words.hpp"
#include "toml/glob.hpp"
#include "toml/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <map>
#include <set>
#include <utility>

namespace limbeck::cli {
namespace {

// An object that is declared but never looked at would be made again in each revision.
void require_managed(const Schema& schema, const Config& config) {
  const std::vector<std::string> patterns = values(config.schemas);
  std::set<std::string> seen;
  Diagnostics diagnostics;
  for (const auto& [id, entry] : schema.objects()) {
    const std::string& name = id.kind == Namespace::kind_name ? id.name : id.schema;
    if (name.empty() || !seen.insert(name).second) continue;
    const auto covers = [&](const std::string& pattern) { return pattern == "*" || matches(pattern, name); };
    if (std::any_of(patterns.begin(), patterns.end(), covers)) continue;
    diagnostics.push_back({Severity::error, fmt::format("schema '{}' is not managed", name), entry.where, {}, {}});
  }
  if (diagnostics.empty()) return;
  throw Error(std::move(diagnostics), "the models declare what is not managed")
      .with_hint("`schemas` of [database] in limbeck.toml names the managed schemas");
}

void require_looked_at(const Schema& schema, const Filter& filter) {
  if (filter.empty()) return;
  Diagnostics diagnostics;
  for (const auto& [id, entry] : schema.objects()) {
    if (!is_left_out(entry, schema, filter)) continue;
    diagnostics.push_back(
        {Severity::error, fmt::format("{} '{}' is left out", id.kind, display_name(id)), entry.where, {}, {}});
  }
  if (diagnostics.empty()) return;
  throw Error(std::move(diagnostics), "the models declare what is not looked at")
      .with_hint("`include` and `exclude` of [database] in limbeck.toml say what is left out");
}

Models checked(LoadResult loaded, Project& project, const Filter& filter) {
  if (has_errors(loaded.diagnostics)) throw Error(std::move(loaded.diagnostics), "the models have errors");
  for (const Diagnostic& each : loaded.diagnostics) project.console().warn(each);
  require_managed(loaded.schema, project.config());
  require_looked_at(loaded.schema, filter);
  return {std::move(loaded.schema), std::move(loaded.diagnostics)};
}

LoadOptions load_options(Project& project, const Filter& filter) {
  return {values(project.config().search_path), filter};
}

std::size_t tables_in(const Schema& schema) {
  const SomeObjects tables = of_kind(schema.objects(), Table::kind_name);
  return static_cast<std::size_t>(std::distance(tables.begin(), tables.end()));
}

// A model file that was not found, or the wrong database, looks like this (R33).
std::vector<std::string> schemas_losing_most_tables(const Schema& live, const Schema& desired) {
  constexpr std::size_t fewest = 3;  // below that, most is one or two
  struct Tables {
    std::size_t all = 0;
    std::size_t dropped = 0;
  };
  std::map<std::string, Tables> schemas;
  for (const auto& [id, entry] : of_kind(live.objects(), Table::kind_name)) {
    Tables& tables = schemas[id.schema];
    ++tables.all;
    if (desired.find(id) == nullptr) ++tables.dropped;
  }
  std::vector<std::string> out;
  for (const auto& [name, tables] : schemas) {
    if (tables.all >= fewest && 2 * tables.dropped > tables.all) out.push_back(name);
  }
  return out;
}

}  // namespace

std::vector<std::string> table_names(const Schema& schema) {
  std::vector<std::string> out;
  for (const auto& [id, entry] : of_kind(schema.objects(), Table::kind_name)) out.push_back(display_name(id));
  return out;
}

Models read_models(Project& project) {
  const Filter filter = project.filter();
  return checked(load_models(model_files(project.config()), load_options(project, filter)), project, filter);
}

Comparison compare(Project& project, Subject& subject, std::size_t keep_up_to) {
  const Filter filter = project.filter();
  std::future<LoadResult> loading =
      std::async(std::launch::async, [files = model_files(project.config()), options = load_options(project, filter)] {
        return load_models(files, options);
      });
  Schema live = catalog::introspect(subject.connection(), subject.introspect_options(project));
  leave_out(live, filter);
  live.index_now();  // the models are not read yet
  auto [desired, warnings] = checked(loading.get(), project, filter);
  Comparison comparison;
  comparison.warnings = std::move(warnings);
  comparison.tables = std::max(tables_in(live), tables_in(desired));
  const bool are_kept = keep_up_to > 0 && comparison.tables <= keep_up_to;
  if (are_kept) {
    comparison.live = live;
    comparison.models = desired;
    add_raw_objects(comparison.live, desired);
  }
  const diff::Renames renamed = diff::align(live, desired, [&](Schema& asked, const Schema& known) {
    comparison.undecided = catalog::settle(
        asked, known,
        {&subject.connection(), subject.may_ask(), &subject.scratch(), values(project.config().search_path)});
  });
  comparison.emptied = schemas_losing_most_tables(live, desired);
  if (are_kept) comparison.desired = desired;
  comparison.plan = diff::make_plan(live, std::move(desired), renamed);
  comparison.unmodelled = unmodelled_of(std::move(live));
  return comparison;
}

std::vector<Unmodelled> unmodelled_of(Schema schema) {
  std::erase_if(schema.unmodelled, [](const Unmodelled& each) { return each.kind.empty(); });
  return std::move(schema.unmodelled);
}

void say_unmodelled(const Console& console, const std::vector<Unmodelled>& unmodelled) {
  if (unmodelled.empty()) return;
  std::map<std::string, std::size_t> kinds;
  for (const Unmodelled& each : unmodelled) ++kinds[each.kind];
  std::string text;
  for (const auto& [kind, count] : kinds) text += (text.empty() ? "" : ", ") + counted(count, kind);
  console.say("not modelled: " + text);
  for (const Unmodelled& each : unmodelled)
    console.detail(fmt::format("  {} (for a raw object: {})", each.description, each.identity));
}

void say_undecided(const Console& console, const std::vector<catalog::Undecided>& undecided) {
  for (const catalog::Undecided& each : undecided) {
    console.warn(
        fmt::format("cannot tell whether {} '{}' differs: {}", each.id.kind, display_name(each.id), each.reason));
    console.detail("  in the database: " + each.live);
    console.detail("  in the model:    " + each.desired);
  }
}

void say_no_differences(const Console& console, const std::vector<catalog::Undecided>& undecided) {
  if (undecided.empty()) {
    console.say("No differences.");
  } else {
    console.say(fmt::format("No differences found; {} could not be compared.", undecided.size()));
  }
}

}  // namespace limbeck::cli
