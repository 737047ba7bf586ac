/** The console in a real browser, for the tests of this module and the launcher. */
package io.hnswitch.browser;
