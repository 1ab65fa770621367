#pragma once
// Private to grammar/: code points and UTF-8.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace limbeck::grammar {

// Appends `code` as UTF-8. False, and nothing appended, if it is no character: 0, a surrogate, beyond U+10FFFF.
[[nodiscard]] inline bool append_utf8(std::string& to, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { to += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
  return true;
}

// Joins \u escapes: two halves of a surrogate pair are one character. False if the halves do not fit together.
class EscapedText {
 public:
  explicit EscapedText(std::string& to) : to_(to) {}

  [[nodiscard]] bool put(std::uint32_t code) {
    const bool low = code >= 0xDC00 && code <= 0xDFFF;
    if (low != (high_ != 0)) return false;
    if (low) code = 0x10000 + ((high_ - 0xD800) << 10) + (code - 0xDC00);
    high_ = 0;
    if (code >= 0xD800 && code <= 0xDBFF) {
      high_ = code;
      return true;
    }
    return append_utf8(to_, code);
  }
  // To be asked before anything else follows, the end included.
  [[nodiscard]] bool complete() const { return high_ == 0; }
  void forget() { high_ = 0; }

 private:
  std::string& to_;
  std::uint32_t high_ = 0;
};

// The 1-based number of the character (code point) at a byte offset.
[[nodiscard]] inline std::size_t character_number(std::string_view text, std::size_t offset) {
  std::size_t number = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++number;
  }
  return number;
}

}  // namespace limbeck::grammar
