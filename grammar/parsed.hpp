#pragma once
// What every parser of this folder returns: a value, or the first error with its place in the text.

#include <cstddef>
#include <string>
#include <utility>
#include <variant>

namespace limbeck::grammar {

struct SyntaxError {
  std::size_t offset = 0;  // in bytes from the start of the text
  std::string message;     // "expected ')'": what was expected, never a grammar rule's name
  std::string hint;        // may be empty
};

template <class T>
class Parsed {
 public:
  Parsed(T value) : state_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Parsed(SyntaxError error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] explicit operator bool() const { return state_.index() == 0; }
  [[nodiscard]] T& operator*() { return std::get<0>(state_); }
  [[nodiscard]] const T& operator*() const { return std::get<0>(state_); }
  [[nodiscard]] T* operator->() { return &std::get<0>(state_); }
  [[nodiscard]] const T* operator->() const { return &std::get<0>(state_); }
  [[nodiscard]] const SyntaxError& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, SyntaxError> state_;
};

}  // namespace limbeck::grammar
