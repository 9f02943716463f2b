/** Numbers for whoever watches over a server. The only place that knows Micrometer. */
package dev.secondunit.metrics;
