#include "toml/document.hpp"

#include <fmt/core.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>  // toml++ uses it without including it

namespace limbeck {
namespace {

SourcePosition position_of(const toml::source_position& at) {
  return {at.line, at.column};
}

class Reader {
 public:
  Reader(const SourceFile& source, std::uint32_t file, Diagnostics& diagnostics)
      : source_(source), file_(file), diagnostics_(diagnostics) {}

  Field table(const toml::table& from) {
    Field out;
    out.type = Field::Type::table;
    for (const auto& [key, value] : from) {
      Field item = node(value);
      item.key = {std::string(key.str()), file_, position_of(key.source().begin)};
      // A table's own position is that of its header's bracket: the key tells more.
      if (item.type == Field::Type::table && !value.as_table()->is_inline()) item.text.at = item.key.at;
      out.items.push_back(std::move(item));
    }
    // toml++ keeps keys sorted; the order of the file is that of their positions.
    std::stable_sort(out.items.begin(), out.items.end(),
                     [](const Field& a, const Field& b) { return a.key.at < b.key.at; });
    return out;
  }

 private:
  Field node(const toml::node& from) {
    Field out;
    if (const auto* items = from.as_table()) {
      out = table(*items);
    } else if (const auto* elements = from.as_array()) {
      out.type = Field::Type::list;
      for (const toml::node& element : *elements) out.items.push_back(node(element));
    } else if (const auto* text = from.as_string()) {
      out.text.value = text->get();
    } else if (const auto* flag = from.as_boolean()) {
      out.type = Field::Type::flag;
      out.text.value = flag->get() ? "true" : "false";
    } else if (const auto* whole = from.as_integer()) {
      out.type = Field::Type::number;
      out.text.value = std::to_string(whole->get());
    } else if (from.is_floating_point()) {
      out.type = Field::Type::number;
      out.text.value = written(from.source());
    } else {
      diagnostics_.push_back({Severity::error,
                              "dates and times have no meaning here",
                              {source_.name, position_of(from.source().begin)},
                              "",
                              "write a string: \"...\""});
    }
    out.text.file = file_;
    out.text.at = position_of(from.source().begin);
    return out;
  }

  // A number as it stands in the file: 0.1 must not become 0.10000000000000001.
  std::string written(const toml::source_region& at) const {
    const std::string line = line_of(source_.text, at.begin.line);
    const SourcePosition begin = position_of(at.begin);
    std::string out;
    std::uint32_t column = 0;
    for (const char c : line) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
      if (column >= begin.column && column < at.end.column && c != '_') out += c;
    }
    return out;
  }

  const SourceFile& source_;
  std::uint32_t file_;
  Diagnostics& diagnostics_;
};

// "Error while parsing string: unknown escape sequence '\d'" -> "unknown escape sequence '\d' in a string"
std::string message_of(std::string_view description) {
  constexpr std::string_view head = "Error while parsing ";
  const std::size_t colon = description.find(": ");
  if (!description.starts_with(head) || colon == std::string_view::npos) return std::string(description);
  const std::string_view what = description.substr(head.size(), colon - head.size());
  const std::string_view article =
      !what.empty() && std::string_view("aeiou").find(what.front()) != std::string_view::npos ? "an" : "a";
  return fmt::format("{}, in {} {}", description.substr(colon + 2), article, what);
}

std::string hint_of(std::string_view description, std::string_view source, SourcePosition at) {
  if (description.find("escape sequence") != std::string_view::npos ||
      description.find("unicode scalar sequence") != std::string_view::npos) {
    return "text with a backslash needs a literal string: '...' or '''...'''";
  }
  if (description.find("cannot redefine existing") != std::string_view::npos) {
    return "a key, and a table's header, stands once in a file";
  }
  if (description.find("inline table") != std::string_view::npos) {
    return "an inline table is one line; for several, use a [header] of its own";
  }
  const std::string line = line_of(source, at.line);
  if (description.find("control characters") != std::string_view::npos && at.column > line.size()) {
    return "the string has no closing quote on its line; several lines need '''...'''";
  }
  return {};
}

}  // namespace

Document parse_toml(const SourceFile& source, std::uint32_t file) {
  Document out;
  try {
    const toml::table root = toml::parse(std::string_view{source.text}, std::string_view{source.name});
    out.root = Reader(source, file, out.diagnostics).table(root);
  } catch (const toml::parse_error& failure) {
    const SourcePosition at = position_of(failure.source().begin);
    out.diagnostics.push_back({Severity::error,
                               message_of(failure.description()),
                               {source.name, at},
                               "",
                               hint_of(failure.description(), source.text, at)});
  }
  return out;
}

std::string_view name_of(Field::Type type) {
  switch (type) {
    case Field::Type::text:
      return "a string";
    case Field::Type::flag:
      return "true or false";
    case Field::Type::number:
      return "a number";
    case Field::Type::list:
      return "a list";
    case Field::Type::table:
      break;
  }
  return "a table";
}

}  // namespace limbeck
