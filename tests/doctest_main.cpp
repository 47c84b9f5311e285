// The main() of every doctest binary, and one line for each test case it ran.
//
// The lines are what tools/test-summary counts when a binary crashes and never reaches doctest's
// own summary, so each must be out before the next case starts.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cstdio>

#include <doctest/doctest.h>

namespace {

class LineForEachCase : public doctest::IReporter {
 public:
  explicit LineForEachCase(const doctest::ContextOptions&) {}

  void test_case_start(const doctest::TestCaseData& test_case) override { running_ = &test_case; }
  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    const bool passed = stats.failure_flags == 0 && stats.numAssertsFailedCurrentTest == 0;
    std::printf("[%s] %s (%.0f ms)\n", passed ? "ok" : "FAILED", running_->m_name,
                stats.seconds * 1000);
    std::fflush(stdout);
  }

  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}

 private:
  const doctest::TestCaseData* running_ = nullptr;
};

REGISTER_LISTENER("line-for-each-case", 1, LineForEachCase);

}  // namespace
