"""The course of a case, a stage a module: request, issue, intake, evaluation, review, certification.

The stages never import each other. What moves a case is decided in ``domain``; a stage makes it happen, in one
transaction with the outbox rows of what follows. Every stage may be called twice, by two at once, or be killed.
"""
