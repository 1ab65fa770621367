#include "cli/picture.hpp"

#include "cli/files.hpp"
#include "pg/process.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <unistd.h>

namespace limbeck::cli {

void declare_picture_format(Arguments& arguments, std::string& format) {
  format = "mermaid";
  arguments.choice("--format", format, {"mermaid", "dot", "svg"},
                   "The language of the picture; svg needs Graphviz's `dot`");
}

std::string mermaid_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "<br/>";
    } else if (std::string_view("\"#&<>`\\").find(c) != std::string_view::npos) {
      out += fmt::format("#{};", static_cast<int>(c));
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string dot_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string svg_of(const std::string& dot) {
  std::string pattern = (std::filesystem::temp_directory_path() / "limbeck-picture-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw Error("a temporary directory can not be made in " + pattern);
  const std::filesystem::path directory = pattern;
  pg::Outcome outcome;
  try {
    write_file(directory / "picture.dot", dot);
    outcome = pg::run({.arguments = {"dot", "-Tsvg", "picture.dot"}, .directory = directory.string()});
  } catch (...) {
    std::filesystem::remove_all(directory);
    throw;
  }
  std::filesystem::remove_all(directory);
  if (outcome.status == 127) {
    throw Error("SVG needs Graphviz, and `dot` is not installed")
        .with_hint("install graphviz, or take --format dot or --format mermaid");
  }
  if (outcome.status != 0) throw Error("Graphviz can not draw it: " + outcome.err);
  return outcome.out;
}

}  // namespace limbeck::cli
