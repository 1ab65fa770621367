// limbeck graph: the revisions as a picture.

#include "cli/commands.hpp"
#include "cli/picture.hpp"
#include "history/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace limbeck::cli {
namespace {

struct Options {
  std::string range = ":";
  std::string format;
};

// Only what is drawn has edges.
struct Drawn {
  const history::RevisionGraph& graph;
  history::Ids ids;  // oldest first

  [[nodiscard]] bool has(const std::string& id) const { return std::find(ids.begin(), ids.end(), id) != ids.end(); }
  [[nodiscard]] bool is_head(const std::string& id) const { return graph.children(id).empty(); }
  [[nodiscard]] std::string label(const std::string& id) const {
    const history::Revision& revision = graph.at(id);
    std::string text = id;
    if (!revision.branch_labels.empty()) text += fmt::format(" ({})", fmt::join(revision.branch_labels, ", "));
    if (is_head(id)) text += " (head)";
    return revision.message.empty() ? text : text + "\n" + revision.message;
  }
};

std::string mermaid(const Drawn& drawn) {
  std::string out = "flowchart TB\n";
  std::string edges;
  std::string heads;
  for (const std::string& id : drawn.ids) {
    out += fmt::format("  r{}[\"{}\"]\n", id, mermaid_text(drawn.label(id)));
    for (const std::string& below : drawn.graph.at(id).down_revisions) {
      if (drawn.has(below)) edges += fmt::format("  r{} --> r{}\n", below, id);
    }
    for (const std::string& needed : drawn.graph.at(id).depends_on) {
      if (drawn.has(needed)) edges += fmt::format("  r{} -.-> r{}\n", needed, id);
    }
    if (drawn.is_head(id)) heads += fmt::format("{}r{}", heads.empty() ? "" : ",", id);
  }
  out += edges;
  if (!heads.empty()) out += fmt::format("  classDef head stroke-width:3px\n  class {} head\n", heads);
  return out;
}

std::string dot(const Drawn& drawn) {
  std::string out = "digraph revisions {\n  rankdir=TB;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n";
  std::string edges;
  for (const std::string& id : drawn.ids) {
    out += fmt::format("  \"{}\" [label=\"{}\"{}];\n", id, dot_text(drawn.label(id)),
                       drawn.is_head(id) ? ", penwidth=2" : "");
    for (const std::string& below : drawn.graph.at(id).down_revisions) {
      if (drawn.has(below)) edges += fmt::format("  \"{}\" -> \"{}\";\n", below, id);
    }
    for (const std::string& needed : drawn.graph.at(id).depends_on) {
      if (drawn.has(needed)) edges += fmt::format("  \"{}\" -> \"{}\" [style=dashed];\n", needed, id);
    }
  }
  return out + edges + "}\n";
}

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  Drawn drawn{graph, history::range(graph, options.range)};
  std::reverse(drawn.ids.begin(), drawn.ids.end());
  const Console& console = project.console();
  if (options.format == "mermaid") {
    console.print(mermaid(drawn));
  } else {
    console.print(options.format == "dot" ? dot(drawn) : svg_of(dot(drawn)));
  }
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.option("-r,--rev-range", options->range, "FROM:TO", "Only these; either end may be left out");
  declare_picture_format(arguments, options->format);
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command graph_command{
    "graph", "Revisions", "Draw the revisions as Mermaid, DOT or SVG",
    "limbeck graph\nlimbeck graph -r b08e: --format dot\nlimbeck graph --format svg > graph.svg", declare};

}  // namespace limbeck::cli
