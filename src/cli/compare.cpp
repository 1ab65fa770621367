#include "cli/compare.hpp"

#include "toml/loader.hpp"

#include <fmt/format.h>

#include <future>
#include <map>
#include <utility>

namespace limbeck::cli {
namespace {

std::string counted(std::size_t count, const std::string& noun) {
  if (count == 1) return "1 " + noun;
  const auto ends_in = [&](std::string_view end) { return noun.ends_with(end); };
  const std::size_t before_last = noun.size() < 2 ? 0 : noun.size() - 2;
  if (ends_in("y") && std::string_view("aeiou").find(noun[before_last]) == std::string_view::npos) {
    return fmt::format("{} {}ies", count, noun.substr(0, noun.size() - 1));
  }
  const bool hisses = ends_in("s") || ends_in("x") || ends_in("ch") || ends_in("sh");
  return fmt::format("{} {}{}", count, noun, hisses ? "es" : "s");
}

Schema checked(LoadResult loaded, const Console& console) {
  if (has_errors(loaded.diagnostics)) throw Error(std::move(loaded.diagnostics), "the models have errors");
  for (const Diagnostic& each : loaded.diagnostics) console.warn(each);
  return std::move(loaded.schema);
}

}  // namespace

Schema read_models(Project& project) {
  return checked(load_models(model_files(project.config()), {values(project.config().search_path)}), project.console());
}

Comparison compare(Project& project, Subject& subject) {
  std::future<LoadResult> loading =
      std::async(std::launch::async,
                 [files = model_files(project.config()), options = LoadOptions{values(project.config().search_path)}] {
                   return load_models(files, options);
                 });
  Schema live = catalog::introspect(subject.connection(), subject.introspect_options(project));
  Schema desired = checked(loading.get(), project.console());
  const std::vector<diff::Renamed> renamed = diff::follow_renames(live, desired);
  diff::adopt_names(desired, live);
  Comparison comparison;
  comparison.undecided = catalog::settle(desired, live, subject.may_ask() ? &subject.connection() : nullptr);
  comparison.plan = diff::make_plan(live, desired, renamed);
  comparison.unmodelled = std::move(live.unmodelled);
  return comparison;
}

void say_unmodelled(const Console& console, const std::vector<Unmodelled>& unmodelled) {
  if (unmodelled.empty()) return;
  std::map<std::string, std::size_t> kinds;
  for (const Unmodelled& each : unmodelled) ++kinds[each.kind];
  std::string text;
  for (const auto& [kind, count] : kinds) text += (text.empty() ? "" : ", ") + counted(count, kind);
  console.say("not modelled: " + text);
  for (const Unmodelled& each : unmodelled) console.detail("  " + each.description);
}

void say_undecided(const Console& console, const std::vector<catalog::Undecided>& undecided) {
  for (const catalog::Undecided& each : undecided) {
    console.warn(
        fmt::format("cannot tell whether {} '{}' differs: {}", each.id.kind, display_name(each.id), each.reason));
    console.detail("  in the database: " + each.live);
    console.detail("  in the model:    " + each.desired);
  }
}

}  // namespace limbeck::cli
