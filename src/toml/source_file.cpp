#include "toml/source_file.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

namespace limbeck {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t start_of_line(std::string_view source, std::uint32_t line) {
  std::size_t at = 0;
  for (std::uint32_t i = 1; i < line; ++i) {
    const std::size_t end = source.find('\n', at);
    if (end == std::string_view::npos) return std::string_view::npos;
    at = end + 1;
  }
  return at;
}

// Walks over the source and counts lines and code points, as toml++ does: only a line feed ends a line.
class Walker {
 public:
  Walker(std::string_view source, SourcePosition at) : source_(source), position_(at) {
    byte_ = start_of_line(source, at.line);
    if (byte_ == std::string_view::npos) byte_ = source.size();
    for (std::uint32_t column = 1; column < at.column && !ended(); ++column) {
      do ++byte_;
      while (!ended() && continues_character(source_[byte_]));
    }
  }

  [[nodiscard]] bool ended() const { return byte_ >= source_.size(); }
  [[nodiscard]] bool at(std::string_view text) const { return source_.substr(byte_).starts_with(text); }
  [[nodiscard]] char peek() const { return ended() ? '\0' : source_[byte_]; }
  [[nodiscard]] SourcePosition position() const { return position_; }

  void step(std::size_t bytes) {
    for (; bytes > 0 && !ended(); --bytes, ++byte_) {
      if (source_[byte_] == '\n') {
        ++position_.line;
        position_.column = 1;
      } else if (byte_ + 1 >= source_.size() || !continues_character(source_[byte_ + 1])) {
        ++position_.column;
      }
    }
  }
  // A line end is one byte of the value, LF or CRLF alike.
  bool step_line_end() {
    if (at("\r\n")) return step(2), true;
    if (at("\n")) return step(1), true;
    return false;
  }
  // The bytes of UTF-8 that an escape sequence stands for; none for a line ending backslash.
  std::size_t step_escape() {
    step(1);
    const char kind = peek();
    if (kind == 'u' || kind == 'U') {
      const std::size_t digits = kind == 'u' ? 4 : 8;
      std::uint32_t code = 0;
      for (std::size_t i = 1; i <= digits && byte_ + i < source_.size(); ++i) {
        const char c = source_[byte_ + i];
        const auto digit = static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        code = code * 16 + digit;
      }
      step(1 + digits);
      return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    if (kind == ' ' || kind == '\t' || kind == '\r' || kind == '\n') {
      while (!ended() && std::strchr(" \t\r\n", peek()) != nullptr) step(1);
      return 0;
    }
    step(1);
    return 1;
  }

 private:
  std::string_view source_;
  std::size_t byte_ = 0;
  SourcePosition position_;
};

}  // namespace

SourceFile read_source(const std::filesystem::path& path) {
  std::error_code failure;
  const bool directory = std::filesystem::is_directory(path, failure);
  errno = directory ? EISDIR : 0;
  std::ifstream stream;
  if (!directory) stream.open(path, std::ios::binary);
  if (directory || !stream) {
    throw Error(fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno)));
  }
  SourceFile file{path.string(), {std::istreambuf_iterator<char>(stream), {}}};
  if (stream.bad()) throw Error(fmt::format("{}: cannot be read to its end", path.string()));
  if (file.text.starts_with("\xEF\xBB\xBF")) file.text.erase(0, 3);
  return file;
}

SourcePosition locate(std::string_view source, SourcePosition at, std::size_t offset) {
  Walker walker(source, at);
  const char quote = walker.peek();
  if (quote != '"' && quote != '\'') {
    walker.step(offset);
    return walker.position();
  }
  const std::string delimiter(3, quote);
  const bool multi_line = walker.at(delimiter);
  walker.step(multi_line ? 3 : 1);
  if (multi_line) walker.step_line_end();
  std::size_t left = offset;
  while (!walker.ended()) {
    const bool escape = quote == '"' && walker.peek() == '\\';
    if (left == 0 && !escape) break;
    // A multi-line string can hold up to two quotes in a row, and end in them.
    if (multi_line ? walker.at(delimiter) && !walker.at(delimiter + quote) : walker.peek() == quote) break;
    if (escape) {
      const SourcePosition before = walker.position();
      const std::size_t bytes = walker.step_escape();
      if (bytes > left) return before;
      left -= bytes;
    } else if (multi_line && walker.step_line_end()) {
      --left;
    } else {
      walker.step(1);
      --left;
    }
  }
  return walker.position();
}

std::string line_of(std::string_view source, std::uint32_t line) {
  const std::size_t start = line == 0 ? std::string_view::npos : start_of_line(source, line);
  if (start == std::string_view::npos) return {};
  std::string_view rest = source.substr(start);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return std::string(rest);
}

}  // namespace limbeck
