// The parts of Asio that are not templates, compiled once (BOOST_ASIO_SEPARATE_COMPILATION): it
// takes a third off the time of every file that includes Asio.
#include <boost/asio/impl/src.hpp>
