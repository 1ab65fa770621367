// limbeck diagram: tables and how they refer to one another, of the models or of the database.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace {

struct Options {
  std::vector<std::string> tables;
  std::string depth = "1";
  std::string columns = "auto";
  std::string format;
  bool database = false;
};

struct Line {
  std::string name;
  std::string type;
  bool primary = false;
  bool foreign = false;
  bool not_null = false;
};

struct Box {
  QName table;
  std::vector<Line> lines;
};

struct Edge {
  QName from;  // has the foreign key
  QName to;
  std::string columns;
  bool optional = false;  // some column of it may be null
  bool one = false;       // its columns are unique: at most one row refers to a row
};

struct Picture {
  std::vector<Box> boxes;
  std::vector<Edge> edges;
};

enum class Columns { all, keys, none };

std::string name_of(const QName& table) {
  return table.schema == "public" ? table.name.text() : fmt::format("{}.{}", table.schema, table.name);
}

std::vector<const Constraint*> constraints_of(const Schema& schema, const QName& table) {
  std::vector<const Constraint*> out;
  for (const auto& [id, entry] : members_of(schema.objects(), Constraint::kind_name, table)) {
    out.push_back(&std::get<Constraint>(entry.object));
  }
  return out;
}

bool has(const std::vector<Name>& names, const Name& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Box box_of(const Schema& schema, const QName& table) {
  Box box{table, {}};
  std::vector<const Entry*> entries;
  for (const auto& [id, entry] : members_of(schema.objects(), Column::kind_name, table)) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry* a, const Entry* b) { return a->position < b->position; });
  const std::vector<const Constraint*> constraints = constraints_of(schema, table);
  for (const Entry* entry : entries) {
    const Column& column = std::get<Column>(entry->object);
    Line line{column.name, column.type.written(Namer{table.schema}), false, false, column.not_null};
    for (const Constraint* each : constraints) {
      if (!has(each->columns, column.name)) continue;
      line.primary = line.primary || each->type == grammar::ConstraintKind::primary_key;
      line.foreign = line.foreign || each->references_to.has_value();
    }
    box.lines.push_back(std::move(line));
  }
  return box;
}

std::vector<Edge> edges_of(const Schema& schema, const QName& table) {
  std::vector<Edge> out;
  const std::vector<const Constraint*> constraints = constraints_of(schema, table);
  for (const Constraint* each : constraints) {
    if (!each->references_to) continue;
    Edge edge{table, each->references_to->table, fmt::format("{}", fmt::join(each->columns, ", "))};
    for (const Name& column : each->columns) {
      const auto* found = schema.get<Column>({Column::kind_name, table.schema, table.name, column, {}});
      edge.optional = edge.optional || (found != nullptr && !found->not_null);
    }
    edge.one = std::any_of(constraints.begin(), constraints.end(), [&](const Constraint* key) {
      return key->is_key() && !key->columns.empty() && key->columns.size() <= each->columns.size() &&
             std::all_of(key->columns.begin(), key->columns.end(),
                         [&](const Name& column) { return has(each->columns, column); });
    });
    out.push_back(std::move(edge));
  }
  return out;
}

QName table_named(const Schema& schema, const std::string& text) {
  std::vector<std::string> known;
  for (const auto& [id, entry] : of_kind(schema.objects(), Table::kind_name)) {
    const QName table{id.schema, id.name};
    if (text == name_of(table) || text == display_name(id)) return table;
    known.push_back(name_of(table));
  }
  const std::string near = nearest(text, known);
  throw Error(fmt::format("there is no table '{}'", text), ExitStatus::usage)
      .with_hint(near.empty() ? "tables outside of public are written SCHEMA.TABLE"
                              : fmt::format("did you mean `{}`?", near));
}

int number_of(const std::string& text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc() && end == text.data() + text.size() && out >= 0) return out;
  throw Error(fmt::format("--depth takes a number, not '{}'", text), ExitStatus::usage).with_hint("--depth 2");
}

// Those that are reached in so many steps along foreign keys, in either direction.
std::set<QName> around(std::set<QName> tables, const std::vector<Edge>& edges, int depth) {
  for (; depth > 0; --depth) {
    std::set<QName> more = tables;
    for (const Edge& edge : edges) {
      if (tables.contains(edge.from)) more.insert(edge.to);
      if (tables.contains(edge.to)) more.insert(edge.from);
    }
    if (more.size() == tables.size()) break;
    tables = std::move(more);
  }
  return tables;
}

// A large picture can be read only where little stands in it.
Columns columns_shown(const std::string& wanted, std::size_t tables) {
  if (wanted != "auto") return wanted == "all" ? Columns::all : wanted == "keys" ? Columns::keys : Columns::none;
  return tables <= 30 ? Columns::all : tables <= 100 ? Columns::keys : Columns::none;
}

Picture picture_of(const Schema& schema, const Options& options) {
  std::set<QName> tables;
  std::vector<Edge> edges;
  for (const auto& [id, entry] : of_kind(schema.objects(), Table::kind_name)) {
    const QName table{id.schema, id.name};
    tables.insert(table);
    for (Edge& edge : edges_of(schema, table)) edges.push_back(std::move(edge));
  }
  if (!options.tables.empty()) {
    std::set<QName> wanted;
    for (const std::string& text : options.tables) wanted.insert(table_named(schema, text));
    tables = around(std::move(wanted), edges, number_of(options.depth));
  }
  Picture out;
  const Columns shown = columns_shown(options.columns, tables.size());
  for (const QName& table : tables) {
    Box box = box_of(schema, table);
    std::erase_if(box.lines, [&](const Line& line) {
      return shown == Columns::none || (shown == Columns::keys && !line.primary && !line.foreign);
    });
    out.boxes.push_back(std::move(box));
  }
  for (Edge& edge : edges) {
    if (tables.contains(edge.from) && tables.contains(edge.to)) out.edges.push_back(std::move(edge));
  }
  return out;
}

// Mermaid takes letters, digits and few others in types and names of columns.
std::string mermaid_word(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                       c == '-' || c == '(' || c == ')' || c == '[' || c == ']' ||
                       (static_cast<unsigned char>(c) & 0x80U) != 0;
    out += plain ? c : '_';
  }
  const bool starts_well = !out.empty() && out.front() != '-' && (out.front() < '0' || out.front() > '9') &&
                           std::string_view("()[]").find(out.front()) == std::string_view::npos;
  return starts_well ? out : "_" + out;
}

std::string mermaid(const Picture& picture) {
  std::string out = "erDiagram\n";
  std::map<QName, std::string> ids;
  for (const Box& box : picture.boxes) {
    const std::string id = fmt::format("t{}", ids.size() + 1);
    ids.emplace(box.table, id);
    out += fmt::format("  {}[\"{}\"]", id, mermaid_text(name_of(box.table)));
    if (!box.lines.empty()) out += " {\n";
    for (const Line& line : box.lines) {
      const std::string keys = line.primary && line.foreign ? " PK, FK"
                               : line.primary               ? " PK"
                               : line.foreign               ? " FK"
                                                            : "";
      out += fmt::format("    {} {}{}{}\n", mermaid_word(line.type), mermaid_word(line.name), keys,
                         line.not_null ? " \"not null\"" : "");
    }
    out += box.lines.empty() ? "\n" : "  }\n";
  }
  for (const Edge& edge : picture.edges) {
    out += fmt::format("  {} {}--{} {} : \"{}\"\n", ids.at(edge.to), edge.optional ? "|o" : "||",
                       edge.one ? "o|" : "o{", ids.at(edge.from), mermaid_text(edge.columns));
  }
  return out;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string dot_box(const Box& box, const std::string& indent) {
  std::string rows = fmt::format("<tr><td bgcolor=\"#e8e8e8\"><b>{}</b></td></tr>", html_text(box.table.name));
  for (const Line& line : box.lines) {
    const std::string key = line.primary ? " (key)" : "";
    rows += fmt::format("<tr><td align=\"left\">{} <font color=\"#666666\">{}{}{}</font></td></tr>",
                        html_text(line.name), html_text(line.type), line.not_null ? " not null" : "", key);
  }
  return fmt::format(
      "{}\"{}\" [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\">{}</table>>];\n",
      indent, dot_text(display_name({Table::kind_name, box.table.schema, {}, box.table.name, {}})), rows);
}

std::string dot(const Picture& picture) {
  std::string out =
      "digraph tables {\n  rankdir=LR;\n  node [shape=plain, fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n";
  std::map<std::string, std::vector<const Box*>> schemas;
  for (const Box& box : picture.boxes) schemas[box.table.schema].push_back(&box);
  for (const auto& [schema, boxes] : schemas) {
    const bool clustered = schemas.size() > 1;
    if (clustered) out += fmt::format("  subgraph \"cluster_{0}\" {{\n    label=\"{0}\";\n", dot_text(schema));
    for (const Box* box : boxes) out += dot_box(*box, clustered ? "    " : "  ");
    if (clustered) out += "  }\n";
  }
  const auto node = [](const QName& table) {
    return dot_text(display_name({Table::kind_name, table.schema, {}, table.name, {}}));
  };
  for (const Edge& edge : picture.edges) {
    out += fmt::format("  \"{}\" -> \"{}\" [label=\"{}\"{}];\n", node(edge.from), node(edge.to), dot_text(edge.columns),
                       edge.optional ? ", style=dashed" : "");
  }
  return out + "}\n";
}

ExitStatus run(const Options& options, Project& project) {
  Schema schema;
  if (options.database) {
    pg::Connection connection = project.connect();
    schema = catalog::introspect(connection, project.introspect_options());
  } else {
    schema = read_models(project).schema;
  }
  const Picture picture = picture_of(schema, options);
  const Console& console = project.console();
  if (options.format == "mermaid") {
    console.print(mermaid(picture));
  } else {
    console.print(options.format == "dot" ? dot(picture) : svg_of(dot(picture)));
  }
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positionals("TABLES", options->tables, "Only these, and what is near them; all if left out");
  arguments.option("--depth", options->depth, "N", "How many foreign keys away from them; 1 if left out");
  arguments.choice("--columns", options->columns, {"auto", "all", "keys", "none"},
                   "Which columns are shown; auto: fewer, the more tables there are");
  arguments.flag("--database", options->database, "Of the database, not of the models");
  declare_picture_format(arguments, options->format);
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command diagram_command{
    "diagram", "Schema", "Draw tables and their foreign keys as Mermaid, DOT or SVG",
    "limbeck diagram\nlimbeck diagram orders --depth 2\nlimbeck diagram --database --format svg > tables.svg", declare};

}  // namespace limbeck::cli
