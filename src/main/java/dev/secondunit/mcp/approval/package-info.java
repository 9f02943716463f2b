/**
 * Asking a person before money is spent, see {@link dev.secondunit.mcp.approval.AskedApprovals}.
 */
package dev.secondunit.mcp.approval;
