/**
 * The skills that come with the server, over the protocol: {@link
 * dev.secondunit.mcp.skills.SkillsExtension} is the door.
 */
package dev.secondunit.mcp.skills;
